"""croniter's side of compare-next-fire, with zoneinfo's zones. It takes and gives seconds since the epoch.
usage: ask_croniter.py PREPARED_CASES MILLISECONDS VERSION"""

import datetime
import sys

import croniter

import measure

ANY_TIME = datetime.datetime(2026, 1, 1)


class Croniter:
    library = "croniter"
    version = sys.argv[3]
    instant = staticmethod(float)

    @staticmethod
    def parse(pattern, zone):
        return croniter.croniter(pattern, ANY_TIME.replace(tzinfo=zone))

    @staticmethod
    def forward(schedule, start):
        schedule.set_current(start)
        return schedule.get_next

    @staticmethod
    def next(schedule, instant):
        return schedule.get_next(float, instant)


if __name__ == "__main__":
    measure.run(Croniter)
