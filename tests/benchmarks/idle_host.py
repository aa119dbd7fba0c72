"""What an idle host costs: CPU and resident memory with 100,000 stored jobs, none due within an hour, beside none.

    idle_host.py SAMPLE_HOST [--jobs N] [--seconds S]
"""
import argparse
import os
import pathlib
import sqlite3
import subprocess
import tempfile
import time

# Due once a year: on the first of the month that is half a year away.
SCHEDULE = f"0 0 1 {(time.gmtime().tm_mon + 5) % 12 + 1} *"


def call(program, folder, *arguments):
    command = [program, arguments[0], "--data-dir", str(folder), *arguments[1:]]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def start(program, folder):
    command = [program, "serve", "--data-dir", str(folder)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while call(program, folder, "health").returncode != 0:
        time.sleep(0.05)
    return process


def stop(process):
    process.terminate()
    process.wait()


def fill(program, folder, jobs):
    """One job through the host, then copies of its row: what matters is how many there are."""
    process = start(program, folder)
    call(program, folder, "add", "job-0", "--schedule", SCHEDULE, "--", "true").check_returncode()
    stop(process)
    database = sqlite3.connect(folder / "scheduler.db")
    columns = [row[1] for row in database.execute("PRAGMA table_info(job)")]
    copied = ", ".join({"id": "'job-' || n", "version": "1000 + n", "generation": "1000 + n"}.get(c, c) for c in columns)
    database.execute(
        f"WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {jobs - 1}) "
        f"INSERT INTO job SELECT {copied} FROM job, number WHERE id = 'job-0'")
    database.execute("UPDATE sequence SET last_version = 2000 + ?", (jobs,))
    database.commit()
    (count,) = database.execute("SELECT count(*) FROM job").fetchone()
    database.close()
    return count


def family(pid):
    """The process and its children: the host keeps one that looks after its commands."""
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout.split()
    return [str(pid), *children]


def cpu_seconds(pid):
    ticks = 0
    for one in family(pid):
        fields = pathlib.Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def resident_mib(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def measure(program, folder, seconds):
    process = start(program, folder)
    time.sleep(5)  # what a start costs is not what idling costs
    before = cpu_seconds(process.pid)
    time.sleep(seconds)
    used = cpu_seconds(process.pid) - before
    memory = resident_mib(process.pid)
    stop(process)
    return used, memory


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("sample_host")
    arguments.add_argument("--jobs", type=int, default=100_000)
    arguments.add_argument("--seconds", type=int, default=60)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        empty, full = pathlib.Path(name) / "empty", pathlib.Path(name) / "full"
        count = fill(options.sample_host, full, options.jobs)
        print(f"{'jobs':>10} {'CPU in ' + str(options.seconds) + ' s':>14} {'of one core':>12} {'resident':>12}")
        results = []
        for jobs, folder in ((0, empty), (count, full)):
            used, memory = measure(options.sample_host, folder, options.seconds)
            results.append(memory)
            print(f"{jobs:>10} {used:>12.2f} s {100 * used / options.seconds:>10.2f} % {memory:>8.1f} MiB", flush=True)
        print(f"difference in resident memory: {results[1] - results[0]:.1f} MiB")


if __name__ == "__main__":
    main()
