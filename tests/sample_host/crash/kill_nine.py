"""kill -9 at random moments: fifty jobs of every second, the host killed again and again, then started once more.

Afterwards, from the database and from what the commands themselves wrote: no occurrence has two runs, none was executed
twice, every due instant is on record exactly once, nothing stays claimed or running.

    kill_nine.py SAMPLE_HOST [--rounds N] [--jobs N] [--seed S]
"""
import argparse
import collections
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

SECOND = 1_000_000
OPEN = ("claimed", "running")


class Host:
    """The sample host on one data directory."""

    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.process = None

    def start(self):
        log = open(self.folder / "host.log", "ab")
        command = [self.program, "serve", "--data-dir", str(self.folder / "data"), "--max-concurrent", "100"]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
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
        script = f'echo "$JOB_ID $DUE_AT $ATTEMPT" >> "{executions}"'
        if number % 2 == 1:  # still going when the host is killed
            script += f"; sleep 0.{number % 10}"
        added = host.call("add", f"job-{number}", "--schedule", "@every 1s", "--", "/bin/sh", "-c", script)
        if added.returncode != 0:
            sys.exit(f"add failed: {added.stderr}")


def wait_until_recovered(database):
    """Until what the killed hosts left open has been closed; new runs come and go meanwhile."""
    left = {row[0] for row in query(database, "SELECT id FROM run WHERE state IN (?, ?)", OPEN)}
    deadline = time.monotonic() + 60
    while left and time.monotonic() < deadline:
        now_open = {row[0] for row in query(database, "SELECT id FROM run WHERE state IN (?, ?)", OPEN)}
        left &= now_open
        time.sleep(0.05)
    return [f"run {run} stays open after a restart" for run in sorted(left)]


def query(database, sql, parameters=()):
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)
    try:
        return connection.execute(sql, parameters).fetchall()
    finally:
        connection.close()


def check_instants(database):
    """Each instant of the grid, from the first one on, in exactly one run or record."""
    problems = []
    for job, cursor in query(database, "SELECT id, cursor FROM job"):
        disposed = collections.Counter()
        runs = query(database, "SELECT due_at FROM run WHERE job_id = ? AND \"trigger\" = 'schedule'", (job,))
        disposed.update(due for (due,) in runs)
        sql = "SELECT first_due, last_due, count FROM record WHERE job_id = ? AND kind <> 'event'"
        for first, last, count in query(database, sql, (job,)):
            instants = range(first, last + 1, SECOND)
            if count != len(instants):
                problems.append(f"{job}: a record counts {count} instants and spans {len(instants)}")
            disposed.update(instants)
        if not disposed:
            problems.append(f"{job}: nothing ever happened")
            continue
        for instant in range(min(disposed), cursor + 1, SECOND):
            if disposed[instant] != 1:
                problems.append(f"{job}: instant {instant} is on record {disposed[instant]} times")
        if max(disposed) != cursor:
            problems.append(f"{job}: the cursor is {cursor}, the last instant disposed of is {max(disposed)}")
    return problems


def check_executions(executions):
    lines = executions.read_text().splitlines() if executions.exists() else []
    twice = [line for line, times in collections.Counter(lines).items() if times > 1]
    return [f"executed twice: {line}" for line in twice], len(lines)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("sample_host")
    arguments.add_argument("--rounds", type=int, default=20)
    arguments.add_argument("--jobs", type=int, default=50)
    arguments.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    options = arguments.parse_args()
    print(f"seed {options.seed}", flush=True)
    chance = random.Random(options.seed)

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        host = Host(options.sample_host, folder)
        executions = folder / "executions"
        database = folder / "data" / "scheduler.db"
        host.start()
        add_jobs(host, options.jobs, executions)
        for _ in range(options.rounds):
            time.sleep(chance.uniform(0.05, 2.0))
            host.kill()
            host.start()
        problems = wait_until_recovered(database)
        if host.stop() != 0:
            problems.append("the host did not stop well: " + (folder / "host.log").read_text()[-2000:])
        problems += [f"run {run} is {state} after the stop"
                     for run, state in query(database, "SELECT id, state FROM run WHERE state IN (?, ?)", OPEN)]
        problems += check_instants(database)
        twice, executed = check_executions(executions)
        problems += twice
        if query(database, "PRAGMA integrity_check") != [("ok",)]:
            problems.append("the database is damaged")
        outcomes = dict(query(database, "SELECT outcome, count(*) FROM run GROUP BY outcome"))
        records = dict(query(database, "SELECT kind, sum(count) FROM record GROUP BY kind"))
    print(f"{options.rounds} kills, runs by outcome {outcomes}, instants on record {records}, {executed} executions")
    if problems:
        sys.exit("\n".join(problems[:50]) + f"\n{len(problems)} problems; again with --seed {options.seed}")
    print("nothing lost, nothing doubled")


if __name__ == "__main__":
    main()
