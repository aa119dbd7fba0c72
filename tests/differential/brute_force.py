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


def random_case(chance, clocks):
    """A window of days looked at by minutes, one of hours by seconds, or the next few fires whenever they are, or many
    of a pattern that plays with the calendar."""
    job_id = chance.choice(("x", "report", "naïve job", "a/b:" + str(chance.random())))
    writer = patterns.Writer(chance, DIALECT, job_id)
    clock = clocks.random(chance)
    how = chance.choices(("minutes", "seconds", "days", "calendar"), (5, 2, 2, 2))[0]
    gap, overlap = chance.choice(("run_after", "skip")), chance.choice(("first", "last", "both"))
    if how == "minutes":
        after, hours = random_instant(chance, clock, 2 * DAY)
        made = writer.pattern(5, OFTEN, {patterns.HOUR: hours})
        return Case(made, clock, after, gap, overlap, job_id, end=min(after + chance.randint(1, 3) * DAY, door.END - 1))
    if how == "seconds":
        after, hours = random_instant(chance, clock, 7200)
        year = 1970 + int(after / (365.2425 * DAY))
        years = (max(1970, year - 3), min(year + 3, 2199))
        made = writer.pattern(chance.choice((6, 7)), OFTEN, {patterns.HOUR: hours, patterns.YEAR: years})
        return Case(made, clock, after, gap, overlap, job_id, end=min(after + 9000, door.END - 1), step=1)
    after, hours = random_instant(chance, clock, 40 * DAY)
    if chance.randrange(10) == 0:
        made = writer.named(chance.choice(sorted(patterns.NICKNAMES)))
        return Case(made, clock, after, gap, overlap, job_id, count=chance.randint(1, 6))
    if how == "calendar":
        hour, minute = chance.randint(*hours), chance.randrange(60)
        made = patterns.Writer(chance, DIALECT | {"much of it"}, job_id).pattern(chance.choice((5, 7)), ONCE_A_DAY, {
            patterns.SECOND: (0, 0), patterns.MINUTE: (minute, minute), patterns.HOUR: (hour, hour)})
        if len(made.times()) > 24:
            return random_case(chance, clocks)
        return Case(made, clock, after, gap, overlap, job_id, count=chance.randint(10, 80))
    bounds = {field: chance.choice(((0, 5), (9, 20), (20, 23))) for field in (patterns.SECOND, patterns.MINUTE)}
    bounds[patterns.HOUR] = hours
    if chance.randrange(5) == 0:
        bounds |= {patterns.DAY: (28, 31), patterns.MONTH: (2, 2)}
    made = writer.pattern(chance.choice((5, 6, 7)), SELDOM, bounds)
    return Case(made, clock, after, gap, overlap, job_id, count=chance.randint(1, 6))


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
                case.part = door.part_of_second(chance)
                expect(case)
            for case, answer in zip(cases, host.ask([case.question() for case in cases])):
                compare(case, answer, report)
            if report.enough():
                return

    door.run(options, play)


if __name__ == "__main__":
    sys.exit(main())
