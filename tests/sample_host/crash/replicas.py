"""Three sample hosts on one PostgreSQL database: hosts join, are stopped in their tracks, killed and stopped in order, in
a random order, while jobs of every second or every few fire.

Afterwards, from the database and from what the commands themselves wrote: no occurrence has two runs, none was executed
twice, and every due instant since a job was added is on record exactly once.

    replicas.py SAMPLE_HOST PRIVATE_POSTGRESQL [--rounds N] [--jobs N] [--seed S]
"""
import argparse
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

from instants import check_executions, check_instants, wait_until_caught_up
from kill_nine import OPEN, Host
from kinds import add_jobs
from rows import query

NAMES = ("anna", "boris", "clara")


class Replicas:
    def __init__(self, program, folder, url, chance):
        self.chance = chance
        self.hosts = []
        for name in NAMES:
            (folder / name).mkdir()
            self.hosts.append(Host(program, folder / name, ("--storage", url, "--instance", name)))

    def start(self):
        for host in self.hosts:
            host.start()

    def round(self):
        """Something happens to one of them; the others go on."""
        time.sleep(self.chance.uniform(0.2, 1.5))
        host = self.chance.choice(self.hosts)
        happening = self.chance.choice((self.kill, self.stand_still, self.stop))
        happening(host)
        return happening.__name__

    def kill(self, host):
        host.kill()
        time.sleep(self.chance.uniform(0, 1.5))
        host.start()

    def stand_still(self, host):
        host.process.send_signal(signal.SIGSTOP)
        time.sleep(self.chance.uniform(0.5, 4))
        host.process.send_signal(signal.SIGCONT)

    def stop(self, host):
        if host.stop() != 0:
            sys.exit("a host did not stop well: " + (host.folder / "host.log").read_text()[-2000:])
        time.sleep(self.chance.uniform(0, 1))
        host.start()


def check_shares(url):
    """All of them have worked, or it was no test of replicas."""
    runs = dict(query(url, "SELECT owner_instance, count(*) FROM run GROUP BY owner_instance"))
    print("runs by replica:", ", ".join(f"{name} {runs.get(name, 0)}" for name in NAMES))
    return [f"{name} has run nothing" for name in NAMES if not runs.get(name)]


def simulate(options, folder, url):
    chance = random.Random(options.seed)
    replicas = Replicas(options.sample_host, folder, url, chance)
    executions = folder / "executions"
    replicas.start()
    add_jobs(replicas.hosts[0], options.jobs, executions)
    happened = [replicas.round() for _ in range(options.rounds)]
    print("what happened:", ", ".join(f"{happened.count(what)} x {what}" for what in sorted(set(happened))))
    problems = wait_until_caught_up(url)
    for host in replicas.hosts:
        if host.stop() != 0:
            problems.append("a host did not stop well: " + (host.folder / "host.log").read_text()[-2000:])
    problems += [f"run {run} is {state} after the stop"
                 for run, state in query(url, "SELECT id, state FROM run WHERE state IN (?, ?)", OPEN)]
    twice, executed = check_executions(executions)
    outcomes = dict(query(url, "SELECT outcome, count(*) FROM run GROUP BY outcome"))
    print(f"runs by outcome {outcomes}, {executed} executions")
    return problems + check_instants(url) + twice + check_shares(url)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("sample_host")
    arguments.add_argument("private_postgresql")
    arguments.add_argument("--rounds", type=int, default=12)
    arguments.add_argument("--jobs", type=int, default=28)
    arguments.add_argument("--seed", type=int, default=20261122)
    options = arguments.parse_args()
    print(f"seed {options.seed}", flush=True)
    # The server goes when its standard input is closed, whatever becomes of this process.
    with subprocess.Popen([options.private_postgresql], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        url = server.stdout.readline().strip()
        if not url:
            sys.exit("the database server did not start")
        with tempfile.TemporaryDirectory() as name:
            problems = simulate(options, pathlib.Path(name), url)
        server.stdin.close()
    if problems:
        sys.exit("\n".join(problems[:50]) + f"\n{len(problems)} problems; again with --seed {options.seed}")
    print("nothing lost, nothing doubled")


if __name__ == "__main__":
    main()
