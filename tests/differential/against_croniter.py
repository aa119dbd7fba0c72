#!/usr/bin/env python3
"""The scheduler against croniter: random patterns of the language that both speak, random zones and instants, the first
fire after each. README.md explains each kind of disagreement; one that is not known fails.

    against_croniter.py SAMPLE_HOST [--seed S] [--cases N] [--minutes M] [--zones DIR] [--examples]
"""
import dataclasses
import datetime
import re
import sys

try:
    import croniter
except ImportError:
    print("skipped: python3-croniter is not installed")
    sys.exit(77)

import door
import pattern as patterns
import peer
from clock import DAY, Clocks

DIALECT = {"names", "seven", "long steps", "last", "nth", "spelling"}
OUR_WAY = {"gap": "run_after", "overlap": "first"}

STAR_RULE = "croniter takes a day field for a wildcard by other rules"
SUNDAY = "croniter forgets a Sunday that is written as 7"
NO_MIX = "croniter refuses a weekday beside an n-th weekday"
NTH_ALONE = "croniter looks at nothing beside an n-th or last weekday"
SHORT_MONTH = "croniter counts a day that the month does not have into the next month"
ONE_NEVER = "croniter gives up where the day of the month never comes, though the weekday does"
SHIFT = "croniter shifts the first fire after a change by the change"
MOVED = "croniter moves a time in the gap by the length of the gap"
SKIPPED = "croniter passes over a fixed time in the gap when asked in the minute before"
FIRST_PASS = "croniter answers from the first pass of a repeated hour when asked in the second"
SECOND_PASS = "croniter passes over the second pass of a repeated hour"

EACH_DAY = patterns.Field("*", set(range(1, 32)), [])
EACH_WEEKDAY = patterns.Field("*", set(range(7)), [])


def croniter_text(pattern):
    """His language: seconds stand last, the last Friday is L5."""
    texts = [field.text for field in pattern.fields]
    items = texts[patterns.WEEKDAY].split(",")
    for index, item in enumerate(items):
        last = re.fullmatch(r"(\w+?)#?L", item)
        if last:
            name = last[1].upper()
            items[index] = f"L{patterns.WEEKDAYS.index(name) if name in patterns.WEEKDAYS else int(last[1])}"
    texts[patterns.WEEKDAY] = ",".join(items)
    return " ".join(texts[1:6] + ([texts[0]] if pattern.shown > 5 else []))


def ask_croniter(case):
    """His schedule and its first fire, none where he finds none."""
    start = case.clock.datetime(case.after)
    schedule = croniter.croniter(croniter_text(case.pattern), start)
    try:
        return schedule, round(schedule.get_next(float))
    except croniter.CroniterBadDateError:
        return schedule, None


def croniter_reading(pattern, schedule):
    """A field is a wildcard if its values are all there are, however they are written. Beside an n-th or last weekday
    he looks at nothing else of the two day fields."""
    days, weekdays = schedule.expanded[patterns.DAY - 1], set(schedule.expanded[patterns.WEEKDAY - 1])
    either_day = days[0] != "*" and "*" not in weekdays
    weekday = pattern.fields[patterns.WEEKDAY]
    if schedule.nth_weekday_of_month:
        alone = dataclasses.replace(weekday, values=set())
        return peer.read_as(pattern, False, weekday=alone, day=EACH_DAY if either_day else None)
    if "*" not in weekdays:
        weekday = dataclasses.replace(weekday, values=weekdays - {7})
    return peer.read_as(pattern, either_day, weekday=weekday)


def short_month(pattern, clock, instant):
    """Is the fire on the last day of a month that lacks a listed day, or so early in the next one that the days of the
    one before, counted on to a listed day, reach past it?"""
    fire = clock.datetime(instant).replace(tzinfo=None)
    listed = max(pattern.fields[patterns.DAY].values, default=0)
    length_before = (fire.replace(day=1) - patterns.ONE_DAY).day
    if patterns.last_of_month(fire) and pattern.fields[patterns.DAY].specials:
        return listed > fire.day
    return length_before + fire.day <= listed


def shifted(clock, right, lag):
    """What becomes of an instant whose wall clock is set back by `lag`, in a zone of PEP 495."""
    local = clock.datetime(right).replace(tzinfo=None) - datetime.timedelta(seconds=lag)
    return {round(local.replace(tzinfo=clock.zone, fold=fold).timestamp()) for fold in (0, 1)}


def right_or_shifted(case, fire):
    """What he may make of a fire that he has found."""
    clock = case.clock
    return set() if fire is None else {fire} | shifted(clock, fire, clock.offset(fire) - clock.offset(case.after))


def in_second_pass(clock, instant):
    """Of a repeated hour."""
    twins = clock.instants_of(clock.local(instant), clock.offsets_around(instant, instant))
    return len(twins) > 1 and instant == twins[1]


def kind_of_stray(case, read, right, theirs):
    """Of the faults that changes of the offset bring out; `right` is what his reading would have to give."""
    clock = case.clock
    lag = clock.offset(right) - clock.offset(case.after)
    if lag != 0 and theirs in shifted(clock, right, lag):
        return SHIFT
    twins = clock.instants_of(clock.local(theirs), clock.offsets_around(theirs, theirs))
    if len(twins) > 1 and theirs == twins[0] <= case.after < twins[1]:
        return FIRST_PASS
    once = peer.next_fire(peer.read_as(read, read.either_day, elapsed=False), clock, case.after, gap="skip")
    if not read.fixed and in_second_pass(clock, right) and theirs in right_or_shifted(case, once):
        return SECOND_PASS
    for change in clock.changes_between(case.after, theirs):
        instant, before, after = change
        missing = peer.missing_times(read, change)
        if clock.local(theirs) - (after - before) in missing:
            return MOVED
        if read.fixed and missing and right == instant <= case.after + 60:
            return SKIPPED if theirs in right_or_shifted(case, once) else None
    return None


def kind_of_none(case):
    """Why he finds no n-th weekday: he wants the day of the month to match too, and looks fifty years ahead."""
    alone = dataclasses.replace(case.pattern.fields[patterns.WEEKDAY], values=set())
    both = peer.read_as(case.pattern, False, weekday=alone)
    fire = peer.next_fire(both, case.clock, case.after)
    if fire is None or fire > case.after + 50 * 365 * DAY:
        return NTH_ALONE
    return SHORT_MONTH if short_month(both, case.clock, fire) else None


def kind_of(case, schedule, theirs):
    """The known kind of this disagreement, or none."""
    clock, pattern = case.clock, case.pattern
    read = croniter_reading(pattern, schedule)
    right = peer.next_fire(read, clock, case.after)
    if theirs is None and schedule.nth_weekday_of_month:
        return kind_of_none(case)
    if 7 in schedule.expanded[patterns.WEEKDAY - 1] and theirs in (None, right):
        return SUNDAY
    if theirs is None:
        # Where either day field would do, he looks for both.
        by_day = peer.read_as(pattern, False, weekday=EACH_WEEKDAY) if read.either_day else read
        fire = peer.next_fire(by_day, clock, case.after)
        if read.either_day and fire is None:
            return ONE_NEVER
        return SHORT_MONTH if fire is not None and short_month(by_day, clock, fire) else None
    if right is None:
        return None
    if theirs == right:
        return NTH_ALONE if schedule.nth_weekday_of_month else STAR_RULE
    kind = kind_of_stray(case, read, right, theirs)
    if kind is None and theirs > right and short_month(read, clock, right):
        kind = SHORT_MONTH
    return kind


def compare(case, answer, report):
    report.compared += 1
    if "error" in answer:
        if peer.next_fire(case.pattern, case.clock, -1) is not None:
            report.fail(f"{case}: refused, {answer['error']}")
        return
    ours = answer["fires"][0] if answer["fires"] else None
    try:
        schedule, theirs = ask_croniter(case)
    except croniter.CroniterUnsupportedSyntaxError:
        mixed = case.pattern.fields[patterns.WEEKDAY]
        if mixed.specials and mixed.values:
            report.explain(NO_MIX, case)
        else:
            report.fail(f"{case}: croniter refuses it")
        return
    if theirs is not None and theirs >= door.END:
        theirs = None
    if ours == theirs:
        return
    right = peer.next_fire(case.pattern, case.clock, case.after)
    sentence = f"{case}: we say {peer.show(ours, case.clock)}, croniter {peer.show(theirs, case.clock)}"
    if ours != right:
        report.fail(f"{sentence}, right is {peer.show(right, case.clock)}")
        return
    kind = kind_of(case, schedule, theirs)
    if kind:
        report.explain(kind, sentence)
    else:
        report.fail("unexplained: " + sentence)


def main():
    options = door.parse_options(__doc__, cases=1500).parse_args()
    host = door.SampleHost(options)
    clocks = Clocks(options.zones)

    def play(chance, count, report):
        cases = [peer.random_case(chance, clocks, DIALECT, most_fires=1) for _ in range(count)]
        for case, answer in zip(cases, host.ask([case.question(**OUR_WAY) for case in cases])):
            compare(case, answer, report)

    door.run(options, play)


if __name__ == "__main__":
    sys.exit(main())
