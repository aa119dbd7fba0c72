"""What all bad days share: a real host with jobs of every second or two, something that happens to its database, what
the host says meanwhile, and what is on record afterwards.

A day is a function that is given a BadDay and carries the trouble out. Days run side by side, because most of the time
they wait.
"""
import concurrent.futures
import contextlib
import json
import os
import pathlib
import sys
import tempfile
import time
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "crash"))
from instants import check_executions, check_instants, wait_until_caught_up  # noqa: E402
from kill_nine import OPEN, Host  # noqa: E402
from rows import query  # noqa: E402

PATIENCE = 90  # seconds until something is given up; a loaded machine under a sanitizer is slow
# A host that spins needs a whole core, or makes thousands of calls.
MOST_PROCESSOR_TIME = 0.25  # of a core, under a sanitizer and with what the test itself asks; measured: below 0.02
MOST_CALLS = 10  # of the storage, in a second
JOBS = (("plain", 1, ()), ("every", 2, ("--catch-up", "all")))


class Failed(Exception):
    """What was expected, and what was there instead."""


class BadDay:
    """One host, one database, one trouble."""

    def __init__(self, name, program, folder, database=None, settings=(), environment=None):
        self.name = name
        self.folder = folder
        self.database = database or folder / "data" / "scheduler.db"  # for rows.query
        self.host = Host(program, folder, settings, environment)
        self.executions = folder / "executions"
        self.clock_ahead = 0  # seconds, the store's clock

    # The host.

    def start(self, also=""):
        """`also` is what the commands do beside telling that they were started, for the shell."""
        self.host.start()
        for name, seconds, settings in JOBS:
            script = f'echo "$JOB_ID $DUE_AT $ATTEMPT" >> "{self.executions}"' + also
            schedule = ("--schedule", f"@every {seconds}s")
            added = self.host.call("add", name, *schedule, *settings, "--", "/bin/sh", "-c", script)
            if added.returncode != 0:
                raise Failed(f"add failed: {added.stderr}")
        self.wait_for_fires()

    def ask(self, what):
        """The answer of the API, whatever its status."""
        address = (self.folder / "data" / "endpoint").read_text().strip()
        token = (self.folder / "data" / "token").read_text().strip()
        request = urllib.request.Request(f"http://{address}/v1/{what}", headers={"Authorization": f"Bearer {token}"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as fault:
            return json.load(fault)

    def say(self, what):
        print(f"{self.name}: {what}", flush=True)

    def wait_for(self, condition, what, patience=PATIENCE):
        deadline = time.monotonic() + patience
        while not (found := condition()):
            if self.host.process.poll() is not None:
                raise Failed("the host has ended: " + self.log())
            if time.monotonic() > deadline:
                raise Failed(f"{what}: not within {patience} s; health is {self.ask('health')['text']!r}")
            time.sleep(0.1)
        return found

    def log(self):
        return (self.folder / "host.log").read_text()[-2000:]

    def starts(self):
        return len(self.executions.read_text().splitlines()) if self.executions.exists() else 0

    def wait_for_fires(self, count=4):
        """Until so many more commands have been started."""
        target = self.starts() + count
        self.wait_for(lambda: self.starts() >= target, f"{count} more fires")

    # The trouble.

    def expect_health(self, *words):
        """Until health is bad and its text has all these words; says what an operator would read."""

        def bad():
            health = self.ask("health")
            return health if not health["healthy"] and all(word in health["text"] for word in words) else None

        health = self.wait_for(bad, f"health that says {words}")
        self.say(f"health says: {health['text']}")
        return health["text"]

    def expect_clock_offset(self, seconds, *words):
        """Health tells how far the store's clock is ahead of this machine's, and what that comes to."""

        def apart():
            health = self.ask("health")
            near = abs(health["clock_offset_microseconds"] / 1_000_000 - seconds) < 2
            return near and all(word in health["text"] for word in (*words, "s apart"))

        self.wait_for(apart, f"clocks that are {seconds} s apart, and {words}")
        self.say(f"health says: {self.ask('health')['text']}")

    def hold(self, seconds, silent=True):
        """The trouble goes on so long; meanwhile the host does not spin, and, if it is to be silent, starts nothing but
        what it had claimed before."""
        begin, processor, calls, starts = time.monotonic(), self.processor_time(), self.calls(), self.starts()
        time.sleep(seconds)
        took = time.monotonic() - begin
        share = (self.processor_time() - processor) / took
        rate = (self.calls() - calls) / took
        started = self.starts() - starts
        self.say(f"{took:.1f} s: {share:.1%} of a core, {rate:.1f} storage calls a second, {started} commands started")
        if share > MOST_PROCESSOR_TIME or rate > MOST_CALLS:
            raise Failed(f"the host spins: {share:.0%} of a core, {rate:.0f} storage calls a second")
        if silent and started > len(JOBS):
            raise Failed(f"{started} commands were started that cannot have been claimed, or not in time")

    def processor_time(self):
        fields = pathlib.Path(f"/proc/{self.host.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def calls(self):
        return self.ask("stats")["storage_calls"]

    def expect_recovery(self):
        """By itself: nobody has told the host that it is over."""
        self.wait_for(lambda: self.ask("health")["healthy"], "health that is well")
        self.wait_for_fires()

    # What is on record.

    def judge(self, executions=True):
        """Nothing lost, nothing doubled."""
        problems = wait_until_caught_up(self.database, self.clock_ahead)
        if self.host.stop() != 0:
            problems.append("the host did not stop well: " + self.log())
        problems += [f"run {run} is {state} after the stop"
                     for run, state in query(self.database, "SELECT id, state FROM run WHERE state IN (?, ?)", OPEN)]
        problems += check_instants(self.database)
        disabled = query(self.database, "SELECT id FROM job WHERE disabled = 1")
        problems += [f"{job} was switched off: it is not to blame" for (job,) in disabled]
        if executions:
            problems += check_executions(self.executions)[0]
        outcomes = dict(query(self.database, "SELECT outcome, count(*) FROM run GROUP BY outcome"))
        records = dict(query(self.database, "SELECT kind, sum(count) FROM record GROUP BY kind"))
        self.say(f"runs by outcome {outcomes}, instants on record {records}")
        if problems:
            raise Failed("\n".join(problems[:20]))


@contextlib.contextmanager
def folder_for(name):
    with tempfile.TemporaryDirectory(prefix=f"bad-day-{name}-") as folder:
        os.chmod(folder, 0o755)  # a database server of another user looks into it
        yield pathlib.Path(folder)


def run_side_by_side(days):
    """`days` are names and functions without arguments. Returns the process's exit code."""

    def tried(name, day):
        begin = time.monotonic()
        try:
            day()
        except Failed as fault:
            return f"{name}: {fault}"
        print(f"{name}: over after {time.monotonic() - begin:.0f} s", flush=True)
        return None

    with concurrent.futures.ThreadPoolExecutor(len(days)) as pool:
        faults = [fault for fault in pool.map(lambda day: tried(*day), days.items()) if fault]
    for fault in faults:
        print(fault)
    print(f"{len(days) - len(faults)} bad days passed, {len(faults)} failed")
    return 1 if faults else 0
