"""kill -9 at random moments: fifty jobs of every second or every few, of all kinds of overlap and catch-up, the host
killed again and again, then started once more, at once or, in every fourth round, after a few seconds of downtime.

Afterwards, from the database and from what the commands themselves wrote: no occurrence has two runs, none was executed
twice, every due instant since a job was added is on record exactly once, nothing stays claimed or running, and each kind
of job has kept to its settings. And the test was one: a kill has hit running runs, each downtime has left instants that
did not run, and each setting has left its trace.

    kill_nine.py SAMPLE_HOST [--rounds N | --minutes M] [--jobs N] [--seed S]
"""
import argparse
import collections
import itertools
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import typing

from rows import query

SECOND = 1_000_000
OPEN = ("claimed", "running")
OF_THE_TEST = " WHERE id NOT LIKE 'system/%'"  # and not the scheduler's own
ROUNDS_PER_DOWNTIME = 4
DOWNTIME = (2.5, 5.0)  # seconds; at least two instants of each job of every second pass


class Kind(typing.NamedTuple):
    """What jobs say beside their schedule, how often they fire and how long their runs take, in seconds. What is missed
    is made up for one by one, a second apart: jobs that owe every instant fire more rarely, or they never catch up."""

    name: str
    period: int
    takes: tuple
    settings: tuple = ()


KINDS = (
    Kind("plain", 1, (0, 0.3, 0.9)),
    Kind("queue", 3, (0, 1.5, 2.4), ("--overlap", "queue")),
    Kind("parallel", 1, (1.6, 2.5), ("--overlap", "parallel", "--max-active", "2")),
    Kind("replace", 1, (0.3, 1.5), ("--overlap", "replace")),
    Kind("all", 2, (0, 0.8), ("--catch-up", "all")),
    Kind("skip", 1, (0, 0.8), ("--catch-up", "skip")),
    Kind("slow", 1, (0.7, 1.3)),  # skipped for overlap now and then
)


class Host:
    """The sample host on one data directory."""

    def __init__(self, program, folder, settings=(), environment=None):
        self.program = program
        self.folder = folder
        self.settings = settings
        self.environment = environment  # of the host alone; None: this process's
        self.process = None

    def start(self):
        log = open(self.folder / "host.log", "ab")
        command = [self.program, "serve", "--data-dir", str(self.folder / "data"), "--max-concurrent", "100",
                   *self.settings]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment)
        deadline = time.monotonic() + 60
        while self.call("health").returncode == 3:
            if self.process.poll() is not None or time.monotonic() > deadline:
                sys.exit("the host did not start: " + (self.folder / "host.log").read_text()[-2000:])
            time.sleep(0.02)

    def call(self, *arguments):
        command = [self.program, arguments[0], "--data-dir", str(self.folder / "data"), *arguments[1:]]
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


def add_jobs(host, count, executions):
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        takes = kind.takes[number // len(KINDS) % len(kind.takes)]
        script = f'echo "$JOB_ID $DUE_AT $ATTEMPT" >> "{executions}"'
        if takes:  # still going when the host is killed
            script += f"; sleep {takes}"
        schedule = ("--schedule", f"@every {kind.period}s")
        added = host.call("add", f"{kind.name}-{number}", *schedule, *kind.settings, "--", "/bin/sh", "-c", script)
        if added.returncode != 0:
            sys.exit(f"add failed: {added.stderr}")


def period_of(schedule):
    """Microseconds between two instants."""
    return int(re.fullmatch("@every ([0-9]+)s", schedule)[1]) * SECOND


def wait_until_recovered(database):
    """Until what the killed hosts left open has been closed; new runs come and go meanwhile."""
    left = {row[0] for row in query(database, "SELECT id FROM run WHERE state IN (?, ?)", OPEN)}
    deadline = time.monotonic() + 60
    while left and time.monotonic() < deadline:
        now_open = {row[0] for row in query(database, "SELECT id FROM run WHERE state IN (?, ?)", OPEN)}
        left &= now_open
        time.sleep(0.05)
    return [f"run {run} stays open after a restart" for run in sorted(left)]


def wait_until_caught_up(database, clock_ahead=0):
    """Until no job has an instant from before this call that is not disposed of; the store's clock may be ahead, in
    seconds."""
    now = time.time_ns() // 1000 + clock_ahead * SECOND

    def behind():
        jobs = query(database, "SELECT id, schedule, cursor FROM job" + OF_THE_TEST)
        return [job for job, schedule, cursor in jobs if cursor is None or cursor + period_of(schedule) <= now]

    deadline = time.monotonic() + 60
    while behind() and time.monotonic() < deadline:
        time.sleep(0.05)
    return [f"{job} has not caught up a minute after a restart" for job in behind()]


def check_instants(database):
    """Each instant of the grid, from when its job was added on, in exactly one run or record."""
    problems = []
    jobs = query(database, "SELECT id, schedule, created_at, cursor FROM job" + OF_THE_TEST)
    for job, schedule, created_at, cursor in jobs:
        period = period_of(schedule)
        disposed = collections.Counter()
        runs = query(database, "SELECT due_at FROM run WHERE job_id = ? AND \"trigger\" = 'schedule'", (job,))
        disposed.update(due for (due,) in runs)
        sql = "SELECT first_due, last_due, count FROM record WHERE job_id = ? AND kind <> 'event'"
        for first, last, count in query(database, sql, (job,)):
            instants = range(first, last + 1, period)
            if count != len(instants):
                problems.append(f"{job}: a record counts {count} instants and spans {len(instants)}")
            disposed.update(instants)
        if not disposed:
            problems.append(f"{job}: nothing ever happened")
            continue
        # The first fire is planned a moment before the row is written, so that one instant may lie in between.
        first = created_at // period * period + period
        if min(disposed) < first - period:
            problems.append(f"{job}: instant {min(disposed)} is from before the job was added at {created_at}")
        for instant in range(min(first, min(disposed)), cursor + 1, period):
            if disposed[instant] != 1:
                problems.append(f"{job}: instant {instant} is on record {disposed[instant]} times")
        if max(disposed) != cursor:
            problems.append(f"{job}: the cursor is {cursor}, the last instant disposed of is {max(disposed)}")
    return problems


# What a kind of job may never have on record, or must have after enough kills and downtimes: (kind, what, a condition on
# runs, records or pairs of runs).
RECORDS = "SELECT count(*) FROM record AS row WHERE job_id LIKE ? AND "
RUNS = "SELECT count(*) FROM run AS row WHERE job_id LIKE ? AND "
MORE_THAN_TWO_AT_ONCE = """(SELECT count(*) FROM run AS other WHERE other.job_id = row.job_id
    AND other.started_at <= row.started_at AND other.finished_at > row.started_at AND other.outcome <> 'lost') > 2"""
NEVER = (
    ("queue", "skipped for overlap", RECORDS + "reason = 'overlap'"),
    ("replace", "skipped for overlap", RECORDS + "reason = 'overlap'"),
    ("all", "merged", RECORDS + "kind = 'merged'"),
    ("queue", "merged", RECORDS + "kind = 'merged'"),
    ("skip", "merged", RECORDS + "kind = 'merged'"),
    ("parallel", "run thrice at once", RUNS + MORE_THAN_TWO_AT_ONCE),
)
AT_LEAST_ONCE = (
    ("plain", "merged", RECORDS + "kind = 'merged'"),
    ("slow", "skipped for overlap", RECORDS + "reason = 'overlap'"),
    ("parallel", "skipped for overlap", RECORDS + "reason = 'overlap'"),
    ("replace", "replaced", RUNS + "outcome = 'canceled' AND reason = 'replaced'"),
    ("skip", "missed", RECORDS + "kind = 'missed'"),
    ("queue", "claimed a second late", RUNS + "claimed_at > due_at + 1000000"),
    ("all", "claimed a second late", RUNS + "claimed_at > due_at + 1000000"),
)


def check_settings(database):
    """Each kind of job has kept to what it says, and what it says has mattered."""

    def count(kind, sql):
        return query(database, sql, (kind + "-%",))[0][0]

    problems = [f"{kind}: {times} times {what}, expected never" for kind, what, sql in NEVER if (times := count(kind, sql))]
    return problems + [f"{kind}: never {what}: that was not tested" for kind, what, sql in AT_LEAST_ONCE
                       if not count(kind, sql)]


def check_executions(executions):
    lines = executions.read_text().splitlines() if executions.exists() else []
    twice = [line for line, times in collections.Counter(lines).items() if times > 1]
    return [f"executed twice: {line}" for line in twice], len(lines)


class Kills:
    """What the kills have hit, so that the test cannot pass by hitting nothing."""

    def __init__(self, host, database, chance):
        self.host = host
        self.database = database
        self.chance = chance
        self.interrupted = 0
        self.downtimes = []  # from, until, and which round it was

    def round(self, number):
        time.sleep(self.chance.uniform(0.05, 2.0))
        self.host.kill()
        killed_at = time.time_ns() // 1000
        running = query(self.database, "SELECT count(*) FROM run WHERE state = 'running'")[0][0]
        self.interrupted += running > 0
        if number % ROUNDS_PER_DOWNTIME == 0:
            time.sleep(self.chance.uniform(*DOWNTIME))
            self.downtimes.append((killed_at, time.time_ns() // 1000, number))
        self.host.start()

    def check(self):
        problems = []
        if not self.interrupted:
            problems.append("no kill has hit a running run: nothing was tested")
        if not self.downtimes:
            problems.append("there was no downtime: nothing was tested")
        # Skipped as well: a run that the kill has left behind is in the way until it is known to be lost.
        sql = ("SELECT count(*), coalesce(sum(count), 0) FROM record WHERE kind <> 'event' "
               "AND first_due <= ? AND last_due >= ?")
        for begin, end, number in self.downtimes:
            records, instants = query(self.database, sql, (end, begin))[0]
            print(f"round {number}: {(end - begin) / SECOND:.1f} s of downtime, {records} records of {instants} "
                  "instants that did not run")
            if not records:
                problems.append(f"everything ran over the downtime of round {number}: there was none")
        return problems


def rounds(options):
    """1, 2, 3, ... as long as there is another round."""
    end = None if options.minutes is None else time.monotonic() + options.minutes * 60
    for number in itertools.count(1):
        over = number > options.rounds if end is None else time.monotonic() >= end
        if over:
            return
        yield number


def parse_arguments():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("sample_host")
    length = arguments.add_mutually_exclusive_group()
    length.add_argument("--rounds", type=int, default=20)
    length.add_argument("--minutes", type=float, help="rounds until so much time is over")
    arguments.add_argument("--jobs", type=int, default=50)
    arguments.add_argument("--seed", type=int, default=20261121)
    return arguments.parse_args()


def main():
    options = parse_arguments()
    print(f"seed {options.seed}", flush=True)
    chance = random.Random(options.seed)

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        host = Host(options.sample_host, folder)
        executions = folder / "executions"
        database = folder / "data" / "scheduler.db"
        host.start()
        add_jobs(host, options.jobs, executions)
        kills = Kills(host, database, chance)
        number = 0
        for number in rounds(options):
            kills.round(number)
        problems = wait_until_recovered(database) + wait_until_caught_up(database)
        if host.stop() != 0:
            problems.append("the host did not stop well: " + (folder / "host.log").read_text()[-2000:])
        problems += [f"run {run} is {state} after the stop"
                     for run, state in query(database, "SELECT id, state FROM run WHERE state IN (?, ?)", OPEN)]
        problems += kills.check() + check_instants(database) + check_settings(database)
        twice, executed = check_executions(executions)
        problems += twice
        if query(database, "PRAGMA integrity_check") != [("ok",)]:
            problems.append("the database is damaged")
        outcomes = dict(query(database, "SELECT outcome, count(*) FROM run GROUP BY outcome"))
        records = dict(query(database, "SELECT kind, sum(count) FROM record GROUP BY kind"))
    print(f"{number} kills, {kills.interrupted} of them amid running runs, runs by outcome {outcomes}, "
          f"instants on record {records}, {executed} executions")
    if problems:
        sys.exit("\n".join(problems[:50]) + f"\n{len(problems)} problems; again with --seed {options.seed}")
    print("nothing lost, nothing doubled")


if __name__ == "__main__":
    main()
