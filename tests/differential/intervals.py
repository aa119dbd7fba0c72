#!/usr/bin/env python3
"""@every and @at against plain arithmetic: grids of elapsed time with and without a phase; days, weeks and months of
the calendar in random zones; moments with Z, with an offset, and local ones in gaps and overlaps.

    intervals.py SAMPLE_HOST [--seed S] [--cases N] [--minutes M] [--zones DIR]
"""
import datetime
import fractions
import itertools
import sys

import door
import meaning
from clock import DAY, Clocks, changes_of_midnight, random_instant

HOUR, MINUTE = 3600, 60
UNITS = (("h", HOUR), ("m", MINUTE), ("s", 1))
FIRST_MONDAY = datetime.date(1970, 1, 5)
EPOCH_DAY = datetime.date(1970, 1, 1)
ONE_DAY = datetime.timedelta(days=1)


class LocalTime:
    """What meaning.py wants to know of a pattern: an interval of days and a local moment are of fixed time."""
    fixed = True


def elapsed_text(chance, seconds):
    """Seconds as hours, minutes and seconds, or as seconds only."""
    if chance.randrange(4) == 0:
        return f"{seconds}s"
    text = ""
    for unit, size in UNITS:
        if seconds // size:
            text += f"{seconds // size}{unit}"
        seconds %= size
    return text


def elapsed(chance, clock, after, count, _gap, _overlap):
    """A grid from the epoch on: no zone and no daylight saving touches it."""
    interval = chance.choice((chance.randint(1, 90), chance.randint(1, 2 * DAY), chance.randint(1, 366 * DAY),
                              MINUTE * chance.randint(1, 90), HOUR * chance.randint(1, 48)))
    phase = chance.randrange(interval) if chance.randrange(2) else 0
    text = "@every " + elapsed_text(chance, interval) + (f"/{elapsed_text(chance, phase)}" if phase else "")
    fires = []
    fire = phase if after < phase else phase + ((after - phase) // interval + 1) * interval
    while len(fires) < count and fire < door.END:
        fires.append(fire)
        fire += interval
    return text, fires, clock.name


def day_matches(unit, every, date):
    if unit == "d":
        return (date - EPOCH_DAY).days % every == 0
    if unit == "w":
        return date.weekday() == 0 and ((date - FIRST_MONDAY).days // 7) % every == 0
    return date.day == 1 and ((date.year - 1970) * 12 + date.month - 1) % every == 0


def calendar(chance, clock, after, count, gap, overlap):
    """Local midnights of days, weeks and months: each day is looked at."""
    unit, most = chance.choice((("d", 366), ("w", 52), ("mo", 1200)))
    every = chance.choice((1, 1, 2, 3, chance.randint(1, 40), chance.randint(1, most)))
    every = min(every, most)
    fires = set()
    date = meaning.of_local(clock.local(after)).date() - 2 * ONE_DAY
    more = 7  # days to look at when there are enough fires: those of two dates may come in another order
    while more > 0 and date.year < 2201:
        if day_matches(unit, every, date):
            midnight = datetime.datetime.combine(date, datetime.time())
            fires |= {fire for fire in meaning.fires_of(midnight, LocalTime, clock, gap, overlap)
                      if max(after + 1, 0) <= fire < door.END}
        date += ONE_DAY
        more -= len(fires) >= count
    return f"@every {every}{unit}", sorted(fires)[:count], clock.name


def offset_text(seconds):
    sign, size = ("-", -seconds) if seconds < 0 else ("+", seconds)
    return f"{sign}{size // HOUR:02}:{size % HOUR // MINUTE:02}"


def absolute_moment(chance, clock, after, _count, _gap, _overlap):
    """@at with Z or an offset, with or without seconds and a fraction."""
    moment = min(after + chance.randint(-5, 5), door.END - 1)
    offset = MINUTE * chance.randint(-23 * 60 - 59, 23 * 60 + 59) if chance.randrange(2) else 0
    local = meaning.of_local(moment + offset)
    fire, text = moment, local.isoformat()
    if local.year < 1970 or local.year > 2199 or moment < 0:
        return None
    if chance.randrange(3) == 0:
        digits = chance.randint(1, 6)
        fraction = chance.randrange(10**digits)
        text += f".{fraction:0{digits}}"
        fire = moment + fractions.Fraction(fraction, 10**digits)
    elif local.second == 0 and chance.randrange(2):
        text = text[:-3]
    text += offset_text(offset) if offset or chance.randrange(2) else "Z"
    return "@at " + text, [fire] if fire > after else [], clock.name


def local_moment(chance, clock, after, count, gap, overlap):
    """@at in the zone. None is expected where the time is skipped: it is refused."""
    local = clock.local(after) + chance.randint(-2 * HOUR, 2 * HOUR)
    local -= local % chance.choice((1, 60, 1800))
    moment = meaning.of_local(local)
    if not 1970 <= moment.year <= 2199:
        return None
    fires = meaning.fires_of(moment, LocalTime, clock, gap, overlap)
    if any(not 0 <= fire < door.END for fire in fires):
        return None
    expected = [fire for fire in sorted(fires) if fire > after][:count] if fires else "refused"
    return "@at " + moment.isoformat(), expected, clock.name


KINDS = (elapsed, calendar, calendar, absolute_moment, local_moment)


def random_case(chance, clocks):
    """A question and what its answer has to be."""
    while True:
        clock = clocks.random(chance)
        after, _ = random_instant(chance, clock, 2 * DAY)
        midnights = changes_of_midnight(clock)
        if midnights and chance.randrange(2):
            after = max(0, chance.choice(midnights) - chance.randint(0, 2 * DAY))
        gap, overlap = chance.choice(("run_after", "skip")), chance.choice(("first", "last", "both"))
        count = chance.randint(1, 12)
        made = chance.choice(KINDS)(chance, clock, after, count, gap, overlap)
        if made:
            text, expected, zone = made
            asked = after + door.part_of_second(chance) if isinstance(expected, list) and "." not in text else after
            return door.question(text, zone, asked, count, gap, overlap), expected


def compare(question, expected, answer, report):
    report.compared += 1
    if expected == "refused":
        if "does not exist" not in answer.get("error", ""):
            report.fail(f"{question}: expected a refusal, found {answer}")
    elif answer.get("fires") != expected:
        found = [door.text_of(fire) for fire in answer["fires"]] if "fires" in answer else answer
        report.fail(f"{question}: found {found}, expected {[door.text_of(fire) for fire in expected]}")


def main():
    options = door.parse_options(__doc__, cases=2000).parse_args()
    host = door.SampleHost(options)
    clocks = Clocks(options.zones)

    def play(chance, count, report):
        cases = list(itertools.islice(iter(lambda: random_case(chance, clocks), None), count))
        for (question, expected), answer in zip(cases, host.ask([question for question, _ in cases])):
            compare(question, expected, answer, report)

    door.run(options, play)


if __name__ == "__main__":
    sys.exit(main())
