#!/usr/bin/env python3
"""The scheduler against Go's robfig/cron: random patterns of the language that both speak, random zones and instants.
Each is asked twice, in robfig's way (dst_gap skip, dst_overlap both) and in ours. README.md explains each kind of
disagreement; one that is not known fails.

    against_robfig.py SAMPLE_HOST ROBFIG [--seed S] [--cases N] [--minutes M] [--zones DIR] [--examples]
"""
import itertools
import json
import os
import re
import subprocess
import sys

import door
import meaning
import pattern as patterns
import peer
from clock import DAY, SYSTEM, Clocks

DIALECT = {"names", "long steps", "question", "spelling"}
HIS_WAY = {"gap": "skip", "overlap": "both"}
OUR_WAY = {"gap": "run_after", "overlap": "first"}
STAR = re.compile(r"[*?](/0*1)?")

GAP = "robfig skips a fixed time in the gap"
TWICE = "robfig runs a fixed time in both passes of the repeated hour"
STAR_RULE = "robfig takes a day field for a wildcard by other rules"
FIVE_YEARS = "robfig looks no further than five years ahead"
HOURS = "robfig goes in steps of full hours and a change is not at a full hour"
MIDNIGHT = "robfig goes astray on a day without a midnight"
OTHER_PASS = "robfig rounds down to a time that comes twice and goes on from the other one"
SECONDS = "robfig cuts minutes off UTC where the offset has seconds"
MISSING_DAY = "robfig never comes back from a day that does not exist"


def robfig_reading(pattern):
    """Any star in the list makes a field a wildcard, but not if it has a step above 1; all time is elapsed time."""
    def star(field):
        return any(STAR.fullmatch(item) for item in field.text.split(","))
    either_day = not star(pattern.fields[patterns.DAY]) and not star(pattern.fields[patterns.WEEKDAY])
    return peer.read_as(pattern, either_day, elapsed=True)


def misses_a_day(case, until):
    return any(after - before >= DAY for _, before, after in
               case.clock.changes_between(case.after - 2 * DAY, until + 2 * DAY))


def ask_robfig(program, cases, directory):
    lines = "".join(json.dumps({"schedule": case.pattern.text, "zone": case.clock.name, "after": case.after,
                                "count": case.count}) + "\n" for case in cases)
    done = subprocess.run([program], input=lines, capture_output=True, text=True, check=True, timeout=120,
                          env=os.environ | {"ZONEINFO": directory})
    return [json.loads(line) for line in done.stdout.splitlines()]


def midnight_missing(change):
    """A local midnight from before the change to just before what is shown after it."""
    instant, before, after = change
    return -(-(instant + before) // DAY) * DAY < instant + after


def first_of_month(change):
    instant, _, after = change
    return meaning.of_local(instant + after).day == 1


def midnight_of(clock, instant):
    return clock.local(instant) // DAY * DAY


def off_full_hours(change):
    instant, before, after = change
    return (instant + before) % 3600 != 0 or (instant + after) % 3600 != 0


def roundings(pattern, clock, start):
    """The local times to which robfig rounds down: the first of the month, the midnight or the hour of its start."""
    local = clock.datetime(start).replace(tzinfo=None)
    hour = local.replace(minute=0, second=0)
    midnight = hour.replace(hour=0)
    if local.month not in pattern.fields[patterns.MONTH].values:
        yield midnight.replace(day=1)
    elif not robfig_reading(pattern).matches_date(local):
        yield midnight
    elif local.hour not in pattern.fields[patterns.HOUR].values:
        yield hour


def seconds_of(local):
    return int((local - door.EPOCH).total_seconds())


def comes_twice(clock, local):
    """`local` is in seconds."""
    return len(clock.instants_of(local, clock.offsets_around(local, local))) > 1


def kind_of_stray(case, start, elapsed, theirs):
    """Of the faults that changes of the offset bring out; `elapsed` is right, `theirs` is not."""
    clock = case.clock
    rounded = [seconds_of(local) for local in roundings(case.pattern, clock, start)]
    if clock.offset(start) % 60 != 0:
        return SECONDS
    # A midnight that lies ahead, or the one that he rounds down to.
    begin = min([start] + [local - clock.offset(start) - 3 * 3600 for local in rounded])
    high = start + 6 * 366 * DAY if theirs is None else max(elapsed, theirs)
    ahead = clock.changes_between(begin, high)
    if any(midnight_missing(change) for change in ahead if theirs is not None or first_of_month(change)):
        return MIDNIGHT
    if theirs is None:
        return None
    if any(comes_twice(clock, local) for local in rounded + [midnight_of(clock, theirs)]):
        return OTHER_PASS
    if any(off_full_hours(change) for change in clock.changes_between(start - 3600, high)):
        return HOURS
    return None


def kind_of(case, start, ours, theirs, way):
    """The known kind of this first disagreement after `start`, or none."""
    clock, pattern = case.clock, case.pattern
    elapsed = peer.next_fire(pattern, clock, start, **HIS_WAY)
    if theirs is None and ours - start > 4.9 * 365.2425 * DAY:
        return FIVE_YEARS
    if way is OUR_WAY and pattern.fixed and theirs is not None and theirs == elapsed:
        if any(peer.missing_times(pattern, change) for change in clock.changes_between(ours - 1, ours)):
            return GAP
        return TWICE if comes_twice(clock, clock.local(theirs)) else None
    reading = robfig_reading(pattern)
    if reading.either_day != pattern.either_day and theirs == peer.next_fire(reading, clock, start, **HIS_WAY):
        return STAR_RULE
    return kind_of_stray(case, start, elapsed, theirs)


def compare(case, ours, theirs, way, report):
    report.compared += 1
    if ours == theirs:
        return
    expected = list(itertools.islice(meaning.far(case.pattern, case.clock, case.after, **way), case.count))
    if ours != expected:
        report.fail(f"{case}, {way}: found {[peer.show(fire, case.clock) for fire in ours]}, "
                    f"expected {[peer.show(fire, case.clock) for fire in expected]}")
        return
    index = door.first_difference(ours, theirs)
    start = ours[index - 1] if index else case.after
    our_fire, their_fire = (fires[index] if index < len(fires) else None for fires in (ours, theirs))
    sentence = (f"{case}, {way}: after {peer.show(start, case.clock)} we say {peer.show(our_fire, case.clock)}, "
                f"robfig {peer.show(their_fire, case.clock)}")
    kind = kind_of(case, start, our_fire, their_fire, way) if our_fire is not None else None
    if kind:
        report.explain(kind, sentence)
    else:
        report.fail("unexplained: " + sentence)


def ask_us(host, cases, report):
    """(case, fires in robfig's way, fires in ours) of the cases that can be put to robfig."""
    answers = [host.ask([case.question(**way) for case in cases]) for way in (HIS_WAY, OUR_WAY)]
    for case, his_way, our_way in zip(cases, *answers):
        if not our_way.get("fires"):
            never = "error" in our_way
            fire = peer.next_fire(case.pattern, case.clock, -1 if never else case.after)
            if fire is not None:
                report.fail(f"{case}: found {our_way}, expected {peer.show(fire, case.clock)}")
        elif "error" not in his_way:  # it is refused where all its times lie in gaps
            if misses_a_day(case, max(his_way["fires"][-1:] + our_way["fires"][-1:])):
                report.explain(MISSING_DAY, f"{case} is not asked")
            else:
                yield case, his_way["fires"], our_way["fires"]


def main():
    arguments = door.parse_options(__doc__, cases=1500)
    arguments.add_argument("robfig", help="the program made of robfig.go")
    options = arguments.parse_args()
    host = door.SampleHost(options)
    clocks = Clocks(options.zones)

    def play(chance, count, report):
        cases = [peer.random_case(chance, clocks, DIALECT, most_fires=4) for _ in range(count)]
        kept = list(ask_us(host, cases, report))
        theirs = ask_robfig(options.robfig, [case for case, _, _ in kept], options.zones or SYSTEM)
        for (case, his_way, our_way), answer in zip(kept, theirs):
            if "error" in answer:
                report.fail(f"{case}: robfig refuses it, {answer['error']}")
                continue
            if [case.clock.offset(fire) for fire in answer["fires"]] != answer["offsets"]:
                report.fail(f"{case}: Go and zoneinfo know different offsets at {answer['fires']}: {answer['offsets']}")
            fires = [fire for fire in answer["fires"] if fire < door.END]
            compare(case, his_way, fires, HIS_WAY, report)
            compare(case, our_way, fires, OUR_WAY, report)

    door.run(options, play)


if __name__ == "__main__":
    sys.exit(main())
