// croner's side of compare-next-fire, run beside its node_modules. usage: node croner.mjs PREPARED_CASES MILLISECONDS
import {Cron} from 'croner';
import {run, versionOf} from './measure.mjs';


run({
    library: 'croner',
    version: versionOf('croner'),
    parse: (pattern, timezone) => new Cron(pattern, timezone ? {timezone} : {}),
    forward(schedule, from) {
        let at = new Date(from);
        return () => {
            at = schedule.nextRun(at);
            return at === null ? null : at.getTime();
        };
    },
    next: (schedule, instant) => schedule.nextRun(instant)?.getTime() ?? null,
});
