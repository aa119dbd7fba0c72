// cron-parser's side of compare-next-fire, run beside its node_modules. It keeps its own place: going forward asks it
// for the next one again and again, a random instant is set first. Where it gives up ("loop limit exceeded") there is
// no fire.
//
// usage: node cron_parser.mjs PREPARED_CASES MILLISECONDS
import cronParser from 'cron-parser';
import {run, versionOf} from './measure.mjs';

const {CronExpressionParser} = cronParser;

function fire(schedule) {
    try {
        return schedule.next().getTime();
    } catch {
        return null;
    }
}

run({
    library: 'cron-parser',
    version: versionOf('cron-parser'),
    parse: (pattern, tz) => CronExpressionParser.parse(pattern, tz ? {tz} : {}),
    forward(schedule, from) {
        schedule.reset(new Date(from));
        return () => fire(schedule);
    },
    next(schedule, instant) {
        schedule.reset(instant);
        return fire(schedule);
    },
});
