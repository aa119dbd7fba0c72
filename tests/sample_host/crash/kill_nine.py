"""kill -9 at random moments: fifty jobs of every second or every few, of all kinds of overlap and catch-up, the host
killed again and again, then started once more, at once or, in every fourth round, after a few seconds of downtime.

Afterwards, from the database and from what the commands themselves wrote: no occurrence has two runs, none was executed
twice, every due instant since a job was added is on record exactly once, nothing stays claimed or running, and each kind
of job has kept to its settings. And the test was one: a kill has hit running runs, each downtime has left instants that
did not run, and each setting has left its trace.

    kill_nine.py SAMPLE_HOST [--rounds N | --minutes M] [--jobs N] [--seed S]
"""
import argparse
import itertools
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

from instants import check_executions, check_instants, wait_until_caught_up
from kinds import add_jobs, check_settings, wait_until_tested
from rows import query

SECOND = 1_000_000
OPEN = ("claimed", "running")
ROUNDS_PER_DOWNTIME = 4
DOWNTIME = (2.5, 5.0)  # seconds; at least two instants of each job of every second pass


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


def wait_until_recovered(database):
    """Until what the killed hosts left open has been closed; new runs come and go meanwhile. The scheduler's own job waits
    its minute after a start."""
    of_jobs = "SELECT id FROM run WHERE state IN (?, ?) AND job_id NOT LIKE 'system/%'"
    left = {row[0] for row in query(database, of_jobs, OPEN)}
    deadline = time.monotonic() + 60
    while left and time.monotonic() < deadline:
        now_open = {row[0] for row in query(database, of_jobs, OPEN)}
        left &= now_open
        time.sleep(0.05)
    return [f"run {run} stays open after a restart" for run in sorted(left)]


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
        wait_until_tested(database)
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
