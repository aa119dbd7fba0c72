"""What the tests against other people's libraries share: cases in the language that both speak, and the question who is
right. A disagreement is looked into only after the brute-force meaning has borne out the scheduler's answer; then it
has to be one that is known, by its conditions, from README.md.
"""
import copy
import dataclasses

import door
import meaning
import pattern as patterns
from clock import DAY, random_instant

OFTEN = (10, 9, 8, 3, 1, 3, 0)  # how many of ten fields are restricted
LEAP_DAY = (10, 10, 10, 10, 10, 0, 0)
LEAP_DAY_2096, LEAP_DAY_2104 = 3_981_312_000, 4_233_686_400
MOST_TIMES = 1500  # of a day: the brute-force meaning looks at each


@dataclasses.dataclass
class Case:
    pattern: patterns.Pattern
    clock: object
    after: int
    count: int

    def question(self, gap="run_after", overlap="first"):
        return door.question(self.pattern.text, self.clock.name, self.after, self.count, gap, overlap)

    def __str__(self):
        return f"{self.pattern.text!r} in {self.clock.name} after {door.text_of(self.after)}"


def random_case(chance, clocks, dialect, most_fires):
    clock = clocks.random(chance)
    after, hours = random_instant(chance, clock, 2 * DAY)
    writer = patterns.Writer(chance, dialect)
    bounds = {patterns.HOUR: hours}
    restricted = OFTEN
    if chance.randrange(40) == 0:  # a leap day, often of an eight years' wait
        after = chance.randint(LEAP_DAY_2096, LEAP_DAY_2104) if chance.randrange(2) else after
        bounds |= {patterns.DAY: (29, 29), patterns.MONTH: (2, 2)}
        restricted = LEAP_DAY
    while True:
        made = writer.pattern(chance.choice((5, 5, 6)), restricted, bounds)
        if len(made.times()) <= MOST_TIMES:
            return Case(made, clock, after, chance.randint(1, most_fires))


def show(instant, clock):
    return clock.datetime(instant).isoformat() if isinstance(instant, int) else str(instant)


def read_as(pattern, either_day, day=None, weekday=None, elapsed=None):
    """The pattern as somebody else reads it: with other day fields, as one that follows elapsed time or not."""
    read = copy.copy(pattern)
    read.fields = list(pattern.fields)
    for number, field in ((patterns.DAY, day), (patterns.WEEKDAY, weekday)):
        if field is not None:
            read.fields[number] = field
    fixed = pattern.fixed if elapsed is None else not elapsed
    read.__class__ = type("Read", (patterns.Pattern,), {"either_day": either_day, "fixed": fixed})
    return read


def next_fire(pattern, clock, after, gap="run_after", overlap="first"):
    return next(meaning.far(pattern, clock, after, gap, overlap), None)


def missing_times(pattern, change):
    """The matching local times, in seconds, that a change leaves out."""
    instant, before, after = change
    step = 60 if pattern.shown == 5 else 1
    first = -(-(instant + before) // step) * step
    return [local for local in range(first, instant + after, step) if pattern.matches(meaning.of_local(local))]
