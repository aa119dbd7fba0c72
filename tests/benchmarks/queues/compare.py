"""The rounds of compare-queues and their table. usage: compare.py PROGRAMS NODE_FOLDER JOBS ROUNDS"""
import pathlib
import statistics
import subprocess
import sys

SERVER = ["shared_buffers = 1GB", "max_wal_size = 8GB", "checkpoint_timeout = 30min", "max_connections = 100"]
PG_BOSS_BATCHES = (1000,)
OURS = "gateway-scheduler"
BARE = {1: "bare claims and closings, one connection", 2: "bare claims and closings, two connections"}
ONE_WRITER = {1: f"{OURS}, one writer", 2: f"{OURS}, two replicas with one writer each"}


class Server:
    """A PostgreSQL of its own, as an operator would set it on a machine of this size; fsync is on."""

    def __init__(self, programs):
        command = [programs / "private_postgresql", *SERVER]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


def seconds(command):
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        sys.exit(f"compare-queues: {' '.join(map(str, command))}: {answer.stderr.strip()}")
    return float(answer.stdout.split()[-1])


def contestants(programs, node, jobs):
    """Names, and commands for an address."""
    work_off = programs / "work_off"
    for count in (1, 2):
        yield BARE[count], lambda address, count=count: [work_off, "bare", str(count), address, str(jobs)]
    # So many schedulers, each with so many connections that share a large write.
    for name, replicas in ((OURS, "1x2"), (f"{OURS}, two replicas", "2x2"), (ONE_WRITER[1], "1x1"),
                           (ONE_WRITER[2], "2x1")):
        yield name, lambda address, replicas=replicas: [work_off, "replicas", replicas, address, str(jobs)]
    yield "graphile-worker 0.17.3", lambda address: ["node", node / "graphile_worker.mjs", address, str(jobs)]
    for batch in PG_BOSS_BATCHES:
        yield f"pg-boss 10.4.2, work() with {batch} a fetch", lambda address, batch=batch: [
            "node", node / "pg_boss.mjs", address, str(jobs), str(batch)]


def main():
    programs, node = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    jobs, rounds = int(sys.argv[3]), int(sys.argv[4])
    rates = {}
    for number in range(1, rounds + 1):
        for name, command in contestants(programs, node, jobs):
            with Server(programs) as server:
                rates.setdefault(name, []).append(jobs / seconds(command(server.address)))
            print(f"round {number}: {name}: {rates[name][-1]:,.0f} jobs a second", file=sys.stderr, flush=True)
    ours = statistics.median(rates[OURS])
    print(f"| {jobs:,} jobs, medians of {rounds} | jobs a second | ours : it |")
    print("| --- | --- | --- |")
    for name, found in rates.items():
        median = statistics.median(found)
        print(f"| {name} | {median:,.0f} ({min(found):,.0f} to {max(found):,.0f}) | {ours / median:.2f} |")
    gains = [statistics.median(b / a for a, b in zip(rates[one[1]], rates[one[2]])) for one in (BARE, ONE_WRITER)]
    print(f"The second connection multiplies the bare statements by {gains[0]:.2f}, the second replica with one writer "
          f"each by {gains[1]:.2f}: {gains[1] / gains[0]:.2f} of that, medians of the rounds.")


if __name__ == "__main__":
    main()
