"""How the Python peers of compare-next-fire are measured. A peer has

    library, version
    parse(pattern, zone)       a schedule, zone a tzinfo; ValueError when it refuses the pattern
    instant(seconds)           an instant as it wants to be asked
    forward(schedule, from)    starts at such an instant; gives a function that gives the next fire
    next(schedule, instant)    the fire after it

Fires are seconds since the epoch, or None. Each cell is measured for at least so many milliseconds, after a first pass
that warms up and makes the checksum."""

import json
import sys
import time
import zoneinfo

QUESTIONS_BETWEEN_CLOCKS = 20


def measure(budget, ask):
    """Asks until the budget in ns is used up. The sum is printed as the other programs do."""
    fires = sink = used = 0
    start = time.perf_counter_ns()
    while used < budget:
        for _ in range(QUESTIONS_BETWEEN_CLOCKS):
            sink += ask()
        fires += QUESTIONS_BETWEEN_CLOCKS
        used = time.perf_counter_ns() - start
    return {"ns": used / fires, "fires": fires, "sink": int(sink)}


class Forward:
    """One fire after the other from the start on; begins anew after so many, or where there is no further one."""

    def __init__(self, peer, schedule, bounds):
        self.restart = lambda: peer.forward(schedule, peer.instant(bounds["from"]))
        self.until = bounds["until"]
        self.fires = self.left = bounds["fires"]
        self.step = self.restart()

    def checksum(self, count):
        total = compared = 0
        while compared < count:
            fire = self.step()
            if fire is None or fire >= self.until:
                break
            total += int(fire)
            compared += 1
        self.step = self.restart()
        return {"checksum": total, "compared": compared}

    def ask(self):
        fire = self.step()
        self.left -= 1
        if fire is not None and fire < self.until and self.left:
            return fire
        self.step = self.restart()
        self.left = self.fires
        return 0


class Random:
    def __init__(self, peer, schedule, instants):
        self.next, self.schedule, self.instants, self.place = peer.next, schedule, instants, 0

    def checksum(self, count):
        fires = [self.next(self.schedule, instant) for instant in self.instants[:count]]
        known = [int(fire) for fire in fires if fire is not None]
        return {"checksum": sum(known), "compared": len(known)}

    def ask(self):
        fire = self.next(self.schedule, self.instants[self.place])
        self.place = (self.place + 1) % len(self.instants)
        return fire or 0


def run(peer):
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    budget = int(sys.argv[2]) * 1_000_000
    zones = {name: zoneinfo.ZoneInfo(name) for name in cases["zones"]}
    instants = [peer.instant(seconds) for seconds in cases["random"]["instants"]]

    def emit(mode, zone, pattern, figures):
        who = {"library": peer.library, "version": peer.version, "mode": mode, "zone": zone, "pattern": pattern}
        print(json.dumps(who | figures), flush=True)

    for pattern in cases["common"] + cases["others"]:
        try:
            peer.parse(pattern, zones["UTC"])
        except ValueError as error:
            emit("refused", "", pattern, {"error": str(error)})
            continue
        for name, zone in (("", zones["UTC"]), (cases["parse_zone"], zones[cases["parse_zone"]])):
            emit("parse", name, pattern, measure(budget, lambda zone=zone: peer.parse(pattern, zone) is not None))
        for name, zone in zones.items():
            schedule = peer.parse(pattern, zone)
            for mode, cell in (
                ("forward", Forward(peer, schedule, cases["forward"])),
                ("random", Random(peer, schedule, instants)),
            ):
                compared = cell.checksum(cases["compared"])
                emit(mode, name, pattern, measure(budget, cell.ask) | compared)
