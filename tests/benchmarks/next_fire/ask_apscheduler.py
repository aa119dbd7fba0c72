"""APScheduler's side of compare-next-fire, with zoneinfo's zones. Its weekdays count from Monday, so it is given their
names. usage: ask_apscheduler.py PREPARED_CASES MILLISECONDS VERSION"""

import datetime
import re
import sys

from apscheduler.triggers.cron import CronTrigger

import measure

WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]


def with_names(pattern):
    *fields, weekdays = pattern.split()
    if "#" in weekdays:
        raise ValueError("it reads past # and what follows")
    return " ".join(fields + [re.sub(r"\d", lambda digit: WEEKDAYS[int(digit.group())], weekdays)])


class APScheduler:
    library = "APScheduler"
    version = sys.argv[3]

    @staticmethod
    def instant(seconds):
        return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)

    @staticmethod
    def parse(pattern, zone):
        return CronTrigger.from_crontab(with_names(pattern), timezone=zone)

    @staticmethod
    def forward(schedule, start):
        at = start

        def step():
            nonlocal at
            at = schedule.get_next_fire_time(at, at)
            return None if at is None else at.timestamp()

        return step

    @staticmethod
    def next(schedule, instant):
        at = schedule.get_next_fire_time(None, instant)
        return None if at is None else at.timestamp()


if __name__ == "__main__":
    measure.run(APScheduler)
