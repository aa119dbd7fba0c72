"""The command line, the host, its store and the real scheduler together: calendars of days without fires, and the
questions about schedules that need no host.

    calendars_end_to_end.py SAMPLE_HOST
"""
import datetime
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

from real_host import Host, expect, finish, wait_until

ZONE_FILE = pathlib.Path("/usr/share/zoneinfo/Europe/Lisbon")


def yearly_day():
    """A day that every year has and that is neither near nor past."""
    day = datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=100)
    return day + datetime.timedelta(days=1) if (day.month, day.day) == (2, 29) else day


def check_calendars(host):
    def set_to(*days):
        return host.told("calendar", "set", "holidays", *days)

    expect(set_to("2026-12-25", "2026-12-28..2026-12-31"), (0, "created\n", ""), "set")
    expect(set_to("2026-12-28..2026-12-31", "2026-12-25"), (0, "unchanged\n", ""), "the same days in another order")
    expect(set_to("2026-02-30")[0], 2, "a day that there is not")
    expect(host.told("calendar", "remove", "none"), (1, "", 'sample-host: there is no calendar "none"'), "remove none")
    expect(host.told("calendar", "list", "--json")[1],
           '{"name":"holidays","days":["2026-12-25","2026-12-28..2026-12-31"]}\n', "list")


def check_job_with_calendar(host):
    day = yearly_day()
    next_year = day.replace(year=day.year + 1)
    schedule = f"0 9 {day.day} {day.month} *"

    def add_with(calendar):
        return host.told("add", "yearly", "--schedule", schedule, "--calendar", calendar, "--", "true")

    expect(add_with("holydays"),
           (1, "", 'sample-host: calendars: there is no calendar "holydays"; it has to be set first'), "a typo")
    host.call("calendar", "set", "off", day.isoformat())
    expect(add_with("off"), (0, "created\n", ""), "add")
    job = host.job("yearly")
    expect(job["calendars"], ["off"], "the job's calendars")
    expect(job["next_fire_at"], f"{next_year}T09:00:00Z", "the first fire that is not excluded")
    expect(bool(job["description"]), True, "a description")
    expect(host.told("calendar", "remove", "off"),
           (1, "", 'sample-host: the calendar "off" cannot be removed: the job "yearly" names it'), "a calendar in use")
    return day


def check_changes(host, day):
    """The running scheduler takes in what becomes of a calendar."""
    host.call("calendar", "set", "off", "1970-01-01")
    wait_until(lambda: host.job("yearly")["next_fire_at"] == f"{day}T09:00:00Z")
    expect(host.job("yearly")["next_fire_at"], f"{day}T09:00:00Z", "the fire of a day that is excluded no more")
    host.call("cancel", "yearly")
    expect(host.told("calendar", "remove", "off"), (0, "removed\n", ""), "a calendar that nobody names")


def check_day_that_is_given_back(host):
    """Jobs that fire all day, excluded today, fire again once today is taken out of the calendar."""
    today = datetime.datetime.now(datetime.timezone.utc).date()
    host.call("calendar", "set", "now", f"{today}..{today + datetime.timedelta(days=1)}")
    host.call("add", "always", "--schedule", "@every 1s", "--calendar", "now", "--", "true")
    due = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=2)
    wait_until(lambda: datetime.datetime.now(datetime.timezone.utc) > due)
    expect(host.call("runs", "always", "--json").stdout, "", "nothing has run on an excluded day")
    host.call("calendar", "set", "now", "1970-01-01")
    wait_until(lambda: '"state":"succeeded"' in host.call("runs", "always", "--json").stdout)
    rows = [json.loads(line) for line in host.call("runs", "always", "--json").stdout.splitlines()]
    expect("succeeded" in [row["state"] for row in rows], True, "a run after the day was given back")
    skipped = [row for row in rows if row["state"] == "skipped" and row["reason"] != "overlap"]  # a slow machine's
    expect([row["reason"] for row in skipped], ["calendar"], "one record of what was excluded")


def check_questions(program, folder):
    def told(*words, text=None):
        done = subprocess.run([program, *words], input=text, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr.split("\n")[0]

    zone = ("--zone", "Europe/Lisbon")
    code, out, _ = told("why-not", "0 9 * * MON-FRI", *zone, "--at", "2026-12-25T09:00:00", "--exclude",
                        "holidays=2026-12-25..2026-12-27", "--json")
    answer = json.loads(out)
    expect("holidays" in answer.pop("text"), True, "the sentence names the calendar")
    excluded = {"fires": False, "why": "excluded", "at": "2026-12-25T09:00:00Z",
                "previous_fire": "2026-12-24T09:00:00Z", "next_fire": "2026-12-28T09:00:00Z"}
    expect((code, answer), (0, excluded), "why-not")
    _, out, _ = told("why-not", "30 2 * * *", "--zone", "America/New_York", "--at", "2026-03-08T02:30:00")
    around = ["", "               IN America/New_York        UTC",
              "previous fire  2026-03-07T02:30:00-05:00  2026-03-07T07:30:00Z",
              "asked about    2026-03-08T03:00:00-04:00  2026-03-08T07:00:00Z",
              "next fire      2026-03-09T02:30:00-04:00  2026-03-09T06:30:00Z"]
    expect(out.splitlines()[1:], around, "the fires around a gap")
    expect(told("why-not", "@daily", "--at", "soon")[0], 1, "a moment that is none")

    after = ("--after", "2026-12-24T12:00:00Z", "--count", "1")
    fires = told("next", "0 9 * * *", *after, "--exclude", "2026-12-25", "--json")[1]
    expect(json.loads(fires), {"fires": ["2026-12-26T09:00:00Z"], "local": ["2026-12-26T09:00:00Z"],
                               "marks": [["excluded_before"]]}, "next")
    question = {"schedule": "0 9 * * *", "after": "2026-12-24T12:00:00Z", "count": 1,
                "exclude": ["2026-12-25..2026-12-30"]}
    answers = told("next", "--batch", text=json.dumps(question))[1]
    expect(answers, '{"fires":["2026-12-31T09:00:00Z"]}\n', "next --batch")

    words = told("describe", "0 9 * * MON-FRI", *zone)[1]
    first_lines = told("next", "0 9 * * MON-FRI", *zone)[1].splitlines(keepends=True)[:2]
    expect(first_lines, [words, "\n"], "next says it in words")
    expect(told("frob"), (2, "", 'sample-host: there is no command "frob"'), "an unknown command")

    if ZONE_FILE.exists():
        zones = folder / "zones"
        (zones / "Mars").mkdir(parents=True)
        shutil.copyfile(ZONE_FILE, zones / "Mars" / "Olympus")
        mars = ("--zone", "Mars/Olympus", "--zones", str(zones))
        expect(told("next", "0 9 * * *", *mars, *after, "--json")[0], 0, "a zone of a directory of one's own")
        expect(told("next", "0 9 * * *", "--zone", "Mars/Olympus", *after)[0], 1, "which the system does not have")
    expect(told("next", "@daily", "--zones", str(folder / "none")),
           (1, "", f"sample-host: the directory of time zones {folder / 'none'} does not exist"), "no such directory")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        host = Host(sys.argv[1], folder)
        check_questions(host.program, folder)
        host.start()
        check_calendars(host)
        day = check_job_with_calendar(host)
        check_changes(host, day)
        check_day_that_is_given_back(host)
        host.stop()
        host.start()
        expect("holidays" in host.call("calendar", "list").stdout, True, "calendars outlive the host")
        host.stop()
    finish()


if __name__ == "__main__":
    main()
