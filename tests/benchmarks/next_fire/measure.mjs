// How the Node peers of compare-next-fire are measured. A peer has
//
//     library, version
//     parse(pattern, zone)        a schedule; no zone is the library's default; throws when it refuses the pattern
//     forward(schedule, from)     starts at an instant in milliseconds; gives a function that gives the next fire
//     next(schedule, instant)     the fire after the Date
//
// Fires are milliseconds since the epoch, or null. Each cell is measured for at least so many milliseconds, after a
// first pass that warms up and makes the checksum; before all cells everything is asked for a while, so that the
// just-in-time compiler has seen it.
import {readFileSync} from 'node:fs';

const questionsBetweenClocks = 20;
const warmUpMilliseconds = 30;

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));

export const versionOf = (name) => read(new URL(`node_modules/${name}/package.json`, import.meta.url)).version;

// Asks until the budget is used up. The sum of the answers is printed, so that none of them can be left out.
function measure(milliseconds, ask) {
    const budget = milliseconds * 1e6;
    const start = process.hrtime.bigint();
    let used = 0;
    let fires = 0;
    let sink = 0;
    while (used < budget) {
        for (let i = 0; i < questionsBetweenClocks; i++) sink += ask();
        fires += questionsBetweenClocks;
        used = Number(process.hrtime.bigint() - start);
    }
    return {ns: used / fires, fires, sink};
}

function checksum(count, ask) {
    let sum = 0;
    let compared = 0;
    for (let i = 0; i < count; i++) {
        const fire = ask(i);
        if (fire === undefined) break;
        if (fire === null) continue;
        sum += fire / 1000;
        compared++;
    }
    return {checksum: sum, compared};
}

// One fire after the other from the start on; begins anew after so many, or where there is no further one.
function forward(peer, cases, schedule, milliseconds) {
    const from = cases.forward.from * 1000;
    const until = cases.forward.until * 1000;
    let step = peer.forward(schedule, from);
    const compared = checksum(cases.compared, () => {
        const fire = step();
        return fire === null || fire >= until ? undefined : fire;
    });
    step = peer.forward(schedule, from);
    let left = cases.forward.fires;
    const ask = () => {
        const fire = step();
        if (fire !== null && fire < until && --left > 0) return fire;
        step = peer.forward(schedule, from);
        left = cases.forward.fires;
        return 0;
    };
    return {...measure(milliseconds, ask), ...compared};
}

function random(peer, cases, schedule, milliseconds) {
    const {instants} = cases.random;
    const compared = checksum(cases.compared, (i) => peer.next(schedule, instants[i]));
    let i = 0;
    const ask = () => {
        const fire = peer.next(schedule, instants[i]);
        if (++i === instants.length) i = 0;
        return fire ?? 0;
    };
    return {...measure(milliseconds, ask), ...compared};
}

function measureAll(peer, cases, milliseconds, patterns, print) {
    for (const pattern of patterns) {
        for (const zone of [undefined, cases.parse_zone]) {
            const parse = () => (peer.parse(pattern, zone) ? 1 : 0);
            print('parse', zone ?? '', pattern, measure(milliseconds, parse));
        }
        for (const zone of cases.zones) {
            const schedule = peer.parse(pattern, zone);
            print('forward', zone, pattern, forward(peer, cases, schedule, milliseconds));
            print('random', zone, pattern, random(peer, cases, schedule, milliseconds));
        }
    }
}

export function run(peer) {
    const cases = read(process.argv[2]);
    const milliseconds = Number(process.argv[3]);
    cases.random.instants = cases.random.instants.map((seconds) => new Date(seconds * 1000));
    const print = (mode, zone, pattern, figures) =>
        console.log(JSON.stringify({library: peer.library, version: peer.version, mode, zone, pattern, ...figures}));
    const accepted = [];
    for (const pattern of [...cases.common, ...cases.others]) {
        try {
            peer.parse(pattern, undefined);
            accepted.push(pattern);
        } catch (error) {
            print('refused', '', pattern, {error: error.message});
        }
    }
    const brief = {...cases, zones: cases.zones.slice(0, 2), compared: 10};
    measureAll(peer, brief, Math.min(milliseconds, warmUpMilliseconds) / 2, cases.common, () => {});
    measureAll(peer, cases, milliseconds, accepted, print);
}
