"""Zones as Python's zoneinfo knows them, in seconds since the epoch."""
import bisect
import datetime
import functools
import os
import zoneinfo

import door

SYSTEM = "/usr/share/zoneinfo"
DAY = 86_400
HARD_ZONES = (
    "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago", "Asia/Beirut", "Pacific/Apia", "Europe/Dublin",
    "Africa/Casablanca", "Africa/El_Aaiun", "Asia/Kathmandu", "America/Caracas", "Asia/Pyongyang", "Antarctica/Troll",
    "America/Nuuk", "Asia/Gaza", "America/Asuncion", "Pacific/Kwajalein", "Africa/Monrovia", "America/New_York",
    "Europe/London", "America/St_Johns", "Pacific/Chatham", "America/Havana", "America/Sao_Paulo")


class Clock:
    """One zone. Local times are seconds too: what the wall clock shows, as if it were UTC."""

    def __init__(self, directory, name):
        self.name = name
        with open(os.path.join(directory, name), "rb") as file:
            self.zone = zoneinfo.ZoneInfo.from_file(file, key=name)
        self.known_changes = None

    def datetime(self, instant):
        return datetime.datetime.fromtimestamp(instant, self.zone)

    def offset(self, instant):
        since_utc = self.datetime(instant).utcoffset()
        return since_utc.days * DAY + since_utc.seconds

    def local(self, instant):
        return instant + self.offset(instant)

    def change_between(self, low, high):
        """The first instant with another offset than `low` has; that of `high` is another."""
        before = self.offset(low)
        while high - low > 1:
            middle = (low + high) // 2
            if self.offset(middle) == before:
                low = middle
            else:
                high = middle
        return high

    def changes(self):
        """Where the offset changes, 1970 to 2199: looked for week by week, so a pair within one week may be missing."""
        if self.known_changes is None:
            grid = range(0, door.END, 7 * DAY)
            offsets = [self.offset(instant) for instant in grid]
            self.known_changes = [self.change_between(grid[index], grid[index + 1])
                                  for index in range(len(grid) - 1) if offsets[index] != offsets[index + 1]]
        return self.known_changes

    def changes_between(self, low, high):
        """The changes in (low, high]: (instant, offset before, offset after)."""
        begin, end = bisect.bisect_right(self.changes(), low), bisect.bisect_right(self.changes(), high)
        return [(change, self.offset(change - 1), self.offset(change)) for change in self.changes()[begin:end]]

    def offsets_around(self, low, high):
        """All offsets that matter to local times between the two instants."""
        return {self.offset(probe) for probe in range(low - 30 * 3600, high + 30 * 3600, 1800)}

    def instants_of(self, local, offsets):
        """When the wall clock shows this local time: never, once or twice."""
        return sorted(local - offset for offset in offsets if self.offset(local - offset) == offset)


class Clocks:
    """The zones of a directory, each read once."""

    def __init__(self, directory):
        self.directory = directory or SYSTEM
        self.names = door.zone_names(self.directory)
        self.hard = [name for name in HARD_ZONES if name in self.names]
        self.get = functools.lru_cache(maxsize=None)(lambda name: Clock(self.directory, name))

    def random(self, chance):
        return self.get(chance.choice(self.hard if chance.randrange(2) else self.names))


def random_instant(chance, clock, reach):
    """Mostly shortly before one of the zone's changes, up to `reach` seconds, else anywhere from 1970 to 2199. And the
    first and last hour of the day that are worth looking at: those about the change, else all."""
    if not clock.changes() or chance.randrange(10) >= 7:
        return chance.randrange(door.END - 10 * DAY), (0, 23)
    change = chance.choice(clock.changes())
    hours = sorted(clock.local(instant) // 3600 % 24 for instant in (change - 1, change))
    if hours[1] - hours[0] > 4:  # about midnight
        hours = chance.choice(([0, 0], [23, 23]))
    about = (max(hours[0] - 1, 0), min(hours[1] + 1, 23))
    return max(0, change - chance.randint(-reach // 4, reach)), about if chance.randrange(3) else (0, 23)


def changes_of_midnight(clock):
    """The changes that leave out a local midnight or repeat it."""
    return [change for change in clock.changes() if clock.local(change - 1) // DAY != clock.local(change) // DAY
            or clock.local(change) % DAY == 0]
