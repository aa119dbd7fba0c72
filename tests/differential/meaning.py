"""What a pattern means in a zone, after plugin/schedule/README.md, by brute force: two ways, neither of them quick.

near() looks at each minute, or second, of a window. far() looks at each day up to the end of time, and asks zoneinfo
(PEP 495) what the matching local times of a matching day are.
"""
import datetime

import door
from clock import DAY
from pattern import ONE_DAY

EPOCH_DAY = door.EPOCH.toordinal()


def of_local(local):
    return door.EPOCH + datetime.timedelta(seconds=local)


def seconds_of(delta):
    return delta.days * DAY + delta.seconds


def chosen(instants, pattern, overlap):
    """Which of the instants that show one local time count."""
    if not pattern.fixed or overlap == "both":
        return set(instants)
    return {instants[0] if overlap == "first" else instants[-1]}


def near(pattern, clock, after, end, gap, overlap, step):
    """The fires in (after, end], by a look at each `step`-th second: 60 for a pattern without seconds, else 1."""
    offsets = clock.offsets_around(after, end)
    if any(offset % 60 for offset in offsets):
        step = 1  # local minutes do not begin with minutes of UTC
    fires = set()
    last = after - after % step
    before = clock.datetime(last).utcoffset()
    for instant in range(last + step, end + 1, step):
        local = clock.datetime(instant)
        if pattern.matches(local):
            twins = clock.instants_of(instant + seconds_of(local.utcoffset()), offsets)
            if instant in chosen(twins, pattern, overlap):
                fires.add(instant)
        if local.utcoffset() > before and pattern.fixed and gap == "run_after":
            change = clock.change_between(last, instant)
            first = -(-(change + seconds_of(before)) // step) * step
            missing = range(first, change + seconds_of(local.utcoffset()), step)
            if any(pattern.matches(of_local(time)) for time in missing):
                fires.add(change)
        before, last = local.utcoffset(), instant
    return sorted(fire for fire in fires if after < fire <= end)


def fires_of(local, pattern, clock, gap, overlap):
    """The fires that one matching local time, a datetime without zone, makes."""
    instants = [round(local.replace(tzinfo=clock.zone, fold=fold).timestamp()) for fold in (0, 1)]
    if all(clock.datetime(instant).replace(tzinfo=None, fold=0) == local for instant in instants):
        return chosen(sorted(instants), pattern, overlap)
    if not pattern.fixed or gap == "skip":
        return set()
    return {clock.change_between(min(instants), max(instants))}


def far(pattern, clock, after, gap, overlap):
    """All fires after `after`, in their order."""
    day = of_local(clock.local(after)).date() - datetime.timedelta(days=2)
    times = pattern.times()
    pending = set()
    while day.year <= 2200 and (day.year, day.month) < (2200, 2):
        if pattern.matches_date(day):
            for time in times:
                local = datetime.datetime.combine(day, datetime.time(*time))
                pending |= fires_of(local, pattern, clock, gap, overlap)
        day += ONE_DAY
        if pending:
            settled = (day.toordinal() - EPOCH_DAY - 2) * DAY  # no later day can reach back so far
            ready = sorted(fire for fire in pending if fire < settled)
            pending.difference_update(ready)
            yield from (fire for fire in ready if max(after + 1, 0) <= fire < door.END)
    yield from (fire for fire in sorted(pending) if max(after + 1, 0) <= fire < door.END)
