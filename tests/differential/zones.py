#!/usr/bin/env python3
"""The zone reader against Python's zoneinfo: all names, in the system's files and in fat and slim ones that zic makes
from the system's tzdata.zi, each change from 1970 to 2199, the middles between, and a grid of days.

    zones.py ZONE_CHANGES [--seed S] [--minutes M] [--zones DIR]
"""
import bisect
import os
import subprocess
import sys
import tempfile

import door
from clock import DAY, SYSTEM, Clock

STEP = 12 * DAY
ZIC = "/usr/sbin/zic"

# Where zoneinfo is misled, the only places that are left out: a file's name, from, until, and what is right.
# When zic writes a slim file, it leaves out that Ojinaga's Central Time without daylight saving of November 2022 ended
# on the 30th, as a change that changes nothing. So the last change that it stores, of October, is followed by a footer
# by which that week is in daylight saving; zoneinfo and glibc believe the footer, we the change, as tzdata.zi has it.
MISLED = (("slim/America/Ojinaga", door.instant_of("2022-10-30T08:00:00Z"), door.instant_of("2022-11-06T07:00:00Z"),
           -6 * 3600),)


class OurZone:
    """One line of zone_changes."""

    def __init__(self, words):
        pairs = [word.split(":") for word in words[1:]]
        self.changes = [int(instant) for instant, _ in pairs]
        self.offsets = [int(words[0])] + [int(offset) for _, offset in pairs]

    def offset(self, instant):
        return self.offsets[bisect.bisect_right(self.changes, instant)]


def ask(program, directory, names):
    """The zones of a directory by their names; what was refused as a sentence."""
    done = subprocess.run([program, directory], input="".join(name + "\n" for name in names), capture_output=True,
                          text=True, check=True)
    zones = {}
    for line in done.stdout.splitlines():
        name, *words = line.split(" ")
        zones[name] = " ".join(words[1:]) if words[0] == "!" else OurZone(words)
    return zones


def instants(zone, phase):
    """Where to compare: around each change, in the middle between two, and each few days."""
    ends = [0] + zone.changes + [door.END - 1]
    for index, change in enumerate(zone.changes):
        yield from (change - 1, change, change + 1, (change + ends[index + 2]) // 2)
    yield from range(phase, door.END, STEP)


def misled(path, instant, offset):
    return any(path.endswith(name) and begin <= instant < end and offset == right for name, begin, end, right in MISLED)


def compare(directory, name, zone, phase, report):
    report.compared += 1
    if isinstance(zone, str):
        report.fail(f"{directory}/{name}: {zone}")
        return
    clock = Clock(directory, name)
    for change, before, after in zip(zone.changes, zone.offsets, zone.offsets[1:]):
        if before == after:
            report.fail(f"{directory}/{name}: no change of the offset at {door.text_of(change)}")
    for instant in instants(zone, phase):
        if not 0 <= instant < door.END or zone.offset(instant) == clock.offset(instant):
            continue
        if not misled(f"{directory}/{name}", instant, zone.offset(instant)):
            report.fail(f"{directory}/{name} at {door.text_of(instant)}: {zone.offset(instant)} s, "
                        f"zoneinfo says {clock.offset(instant)} s")
            return


def play_directory(program, directory, seen, phase, report):
    """Each file once, however many names and directories it has."""
    names = door.zone_names(directory)
    if len(names) < 300:
        report.fail(f"{directory} has {len(names)} zones")
    ours = ask(program, directory, names)
    for name in names:
        with open(os.path.join(directory, name), "rb") as file:
            content = file.read()
        if seen.setdefault(content, name) == name:
            compare(directory, name, ours[name], phase, report)


def main():
    options = door.parse_options(__doc__, cases=0, program="the program zone_changes").parse_args()
    source = options.zones or SYSTEM

    def play(chance, _cases, report):
        seen = {}
        phase = chance.randrange(STEP)
        play_directory(options.program, source, seen, phase, report)
        with tempfile.TemporaryDirectory() as folder:
            for style in ("fat", "slim"):
                directory = os.path.join(folder, style)
                subprocess.run([ZIC, "-b", style, "-d", directory, os.path.join(source, "tzdata.zi")], check=True)
                play_directory(options.program, directory, seen, phase, report)

    door.run(options, play)


if __name__ == "__main__":
    sys.exit(main())
