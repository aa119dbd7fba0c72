#!/usr/bin/env python3
"""The scheduler against a brute-force scan over Python's zoneinfo: random patterns of five, six and seven fields in
random zones from random instants of 1970 to 2199, with each way to treat gaps and overlaps. They have to agree.

    brute_force.py SAMPLE_HOST [--seed S] [--cases N] [--minutes M] [--zones DIR]
"""
import dataclasses
import itertools
import sys

import door
import meaning
import pattern as patterns
from clock import DAY, Clocks, random_instant

DIALECT = {"names", "seven", "long steps", "hash", "last", "nth", "nearest", "question", "plus", "spelling"}
OFTEN = (3, 9, 8, 2, 1, 2, 0)  # how many of ten fields are restricted
SELDOM = (9, 10, 10, 8, 7, 6, 6)
ONCE_A_DAY = (10, 10, 10, 8, 2, 8, 1)
YEARS_OF_ENDS = (("*", range(1970, 2200)), ("1970-2199", range(1970, 2200)), ("1970,2199", (1970, 2199)))
ROUND = 200  # questions a process


@dataclasses.dataclass
class Case:
    pattern: patterns.Pattern
    clock: object
    after: int
    gap: str
    overlap: str
    job_id: str
    part: object = 0  # of a second, on top of `after`
    end: int = None  # of the window; none: the first `count` fires of all time
    step: int = 60
    count: int = 0
    expected: list = None

    def question(self):
        return door.question(self.pattern.text, self.clock.name, self.after + self.part, self.count, self.gap,
                             self.overlap, self.job_id)


def minutes_of_days(chance, writer, clock):
    after, hours = random_instant(chance, clock, 2 * DAY)
    end = min(after + chance.randint(1, 3) * DAY, door.END - 1)
    return {"pattern": writer.pattern(5, OFTEN, {patterns.HOUR: hours}), "after": after, "end": end}


def seconds_of_hours(chance, writer, clock):
    after, hours = random_instant(chance, clock, 7200)
    year = 1970 + int(after / (365.2425 * DAY))
    years = (max(1970, year - 3), min(year + 3, 2199))
    made = writer.pattern(chance.choice((6, 7)), OFTEN, {patterns.HOUR: hours, patterns.YEAR: years})
    return {"pattern": made, "after": after, "end": min(after + 9000, door.END - 1), "step": 1}


def next_few(chance, writer, clock):
    """Whenever they are."""
    after, hours = random_instant(chance, clock, 40 * DAY)
    bounds = {field: chance.choice(((0, 5), (9, 20), (20, 23))) for field in (patterns.SECOND, patterns.MINUTE)}
    bounds[patterns.HOUR] = hours
    if chance.randrange(5) == 0:
        bounds |= {patterns.DAY: (28, 31), patterns.MONTH: (2, 2)}
    made = writer.pattern(chance.choice((5, 6, 7)), SELDOM, bounds)
    if chance.randrange(10) == 0:
        made = writer.named(chance.choice(sorted(patterns.NICKNAMES)))
    return {"pattern": made, "after": after, "count": chance.randint(1, 6)}


def calendar_games(chance, writer, clock):
    """Many days with one time each, most of them chosen by L, W or #."""
    after, (low, high) = random_instant(chance, clock, 40 * DAY)
    hour, minute = chance.randint(low, high), chance.randrange(60)
    bounds = {patterns.SECOND: (0, 0), patterns.MINUTE: (minute, minute), patterns.HOUR: (hour, hour)}
    games = patterns.Writer(chance, DIALECT | {"much of it"}, writer.job_id)
    while True:
        made = games.pattern(chance.choice((5, 7)), ONCE_A_DAY, bounds)
        if len(made.times()) <= 24:
            return {"pattern": made, "after": after, "count": chance.randint(10, 80)}


def ends_of_time(chance, writer, _clock):
    """Where the years of UTC and of the zone are not the same."""
    made = writer.pattern(7, OFTEN, {})
    made.fields[patterns.SECOND] = patterns.Field("0", {0}, [])
    text, years = chance.choice(YEARS_OF_ENDS)
    made.fields[patterns.YEAR] = patterns.Field(text, set(years), [])
    after = chance.choice((-1 - chance.randrange(DAY), chance.randrange(DAY), door.END - chance.randrange(2 * DAY)))
    return {"pattern": made, "after": after, "count": 20}


KINDS = {minutes_of_days: 50, seconds_of_hours: 20, next_few: 20, calendar_games: 20, ends_of_time: 6}


def random_case(chance, clocks):
    job_id = chance.choice(("x", "report", "naïve job", "a/b:" + str(chance.random())))
    clock = clocks.random(chance)
    kind = chance.choices(list(KINDS), KINDS.values())[0]
    made = kind(chance, patterns.Writer(chance, DIALECT, job_id), clock)
    return Case(clock=clock, gap=chance.choice(("run_after", "skip")), job_id=job_id,
                overlap=chance.choice(("first", "last", "both")), part=door.part_of_second(chance), **made)


def expect(case):
    """Fills in what has to come out."""
    if case.end is None:
        fires = meaning.far(case.pattern, case.clock, case.after, case.gap, case.overlap)
        case.expected = list(itertools.islice(fires, case.count))
    else:
        case.expected = meaning.near(case.pattern, case.clock, case.after, case.end, case.gap, case.overlap, case.step)
        case.count = len(case.expected) + 1


def compare(case, answer, report):
    report.compared += 1
    report.count("fires", len(case.expected))
    if case.end is not None:
        report.count("windows with a change of the offset", bool(case.clock.changes_between(case.after, case.end)))
    where = case.question()
    if "error" in answer:
        # The only reason that there may be: it never fires at all.
        fire = next(meaning.far(case.pattern, case.clock, -1, case.gap, case.overlap), None)
        if fire is not None or "never" not in answer["error"]:
            report.fail(f"{where}: refused ({answer['error']}), and fires at "
                        f"{'no time' if fire is None else door.text_of(fire)}")
        return
    found = answer["fires"]
    if case.end is not None:
        if len(found) > len(case.expected) and found[len(case.expected)] > case.end:
            found = found[:len(case.expected)]
    if found == case.expected:
        return
    differing = door.first_difference(found, case.expected)
    found, expected = ([door.text_of(fire) for fire in fires[differing:differing + 3]]
                       for fires in (found, case.expected))
    report.fail(f"{where}: fire {differing} and what follows: found {found}, expected {expected}")


def main():
    options = door.parse_options(__doc__, cases=1000).parse_args()
    host = door.SampleHost(options)
    clocks = Clocks(options.zones)

    def play(chance, count, report):
        for begin in range(0, count, ROUND):
            cases = [random_case(chance, clocks) for _ in range(min(ROUND, count - begin))]
            for case in cases:
                expect(case)
            for case, answer in zip(cases, host.ask([case.question() for case in cases])):
                compare(case, answer, report)
            if report.enough():
                return

    door.run(options, play)


if __name__ == "__main__":
    sys.exit(main())
