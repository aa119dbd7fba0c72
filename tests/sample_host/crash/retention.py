"""The sweep of the history, on real hosts: one job among all replicas, that tells what it removed, and in whose way nobody
has to wait.

Without --postgresql one host on SQLite, with it two hosts on one PostgreSQL database:

* two runs of each kind: old ones go, failures stay longer, what is not announced and the newest of a job stays;
* the job can be paused and run by hand, and nobody can store, change or remove it;
* while it sweeps a large history, another job fires every second, and none of its fires is late;
* a stop in the middle of a sweep ends it soon, kill -9 does no harm, and the next host ends what was begun.

    retention.py SAMPLE_HOST [--postgresql PRIVATE_POSTGRESQL] [--probe N]
"""
import argparse
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))
from real_host import Host, expect, finish, problems, wait_until  # noqa: E402
from rows import query  # noqa: E402

JOB = "system/retention"
DAY = 24 * 3600 * 1_000_000
COLUMNS = ("id, generation, revision, due_at, epoch, claimed_at, started_at, finished_at, merged, owner_incarnation, "
           "attempt, attempt_spent, cancel_requested, announced, output_truncated, \"trigger\", state, outcome, reason, "
           "late_result, job_id, owner_instance, concurrency_key, error")


def write(database, *statements):
    if database.startswith("postgresql://"):
        command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", "SET search_path = gateway_scheduler"]
        for statement in statements:
            command += ["-c", statement]
        subprocess.run([*command, database], stdin=subprocess.DEVNULL, check=True)
        return
    connection = sqlite3.connect(database, timeout=30)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def put_runs(database, job, number, age_days, outcome="succeeded", announced=1):
    """Closed runs of a job that ended so many days ago, the newest last, with ids that sort before those of today."""
    now = time.time_ns() // 1000
    ended = f"{now - age_days * DAY} + n"
    if database.startswith("postgresql://"):
        series = f"generate_series(1, {number}) AS n"
        new_id = f"CAST(lpad(to_hex({now // 1000 - age_days * DAY // 1000}), 12, '0') || lpad(to_hex(n), 4, '0') || " \
                 "substr(replace(CAST(gen_random_uuid() AS text), '-', ''), 1, 16) AS uuid)"
    else:
        series = f"(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {number}) SELECT n FROM s)"
        start = now // 1000 - age_days * DAY // 1000
        new_id = (f"substr(printf('%012x', {start} + n / 65536), 1, 8) || '-' || "
                  f"substr(printf('%012x', {start} + n / 65536), 9, 4) || '-' || printf('%04x', n % 65536) || '-' || "
                  "lower(hex(randomblob(2))) || '-' || lower(hex(randomblob(6)))")
    if database.startswith("postgresql://"):
        new_id = new_id.replace(f"to_hex({now // 1000 - age_days * DAY // 1000})",
                                f"to_hex({now // 1000 - age_days * DAY // 1000} + n / 65536)").replace(
                                    "to_hex(n)", "to_hex(n % 65536)")
    zero = "00000000-0000-0000-0000-000000000001"
    write(database, f"INSERT INTO run ({COLUMNS}) SELECT {new_id}, 1, 1, {ended}, 1, {ended}, {ended}, {ended}, 0, "
          f"'{zero}', 1, 1, 0, {announced}, 0, 'schedule', 'closed', '{outcome}', 'none', 'none', '{job}', 'past', "
          f"'{job}', '' FROM {series}")


def runs_of(database, job, condition="1 = 1"):
    return query(database, f"SELECT count(*) FROM run WHERE job_id = ? AND {condition}", (job,))[0][0]


def sweep(host, database):
    """Runs the job by hand and returns its run when it has ended."""
    run = start_sweep(host)
    wait_until(lambda: state_of(database, run) == "closed")
    lines = host.call("runs", JOB, "--json").stdout.splitlines()
    return next((row for row in map(json.loads, lines) if row["run_id"] == run), {})


def start_sweep(host):
    done = host.call("run", JOB, "--json")
    if done.returncode != 0:
        problems.append("the sweep could not be run by hand: " + done.stderr)
        return ""
    return json.loads(done.stdout)["run_id"]


def state_of(database, run):
    found = query(database, "SELECT state FROM run WHERE id = ?", (run,))
    return found[0][0] if found else None


def check_reserved(host):
    reserved = "an id that begins with system/ is kept for the scheduler's own jobs; expected another id"
    for name in (JOB, "system/mine"):
        code, _, fault = host.told("add", name, "--schedule", "@daily", "--", "true")
        expect((code, reserved in fault), (1, True), f"add {name}: {fault}")
    code, _, fault = host.told("cancel", JOB)
    expect((code, "is the scheduler's own and cannot be removed; it can be paused" in fault), (1, True),
           f"cancel: {fault}")


def check_pause(hosts, database):
    expect(hosts[0].told("pause", JOB, "--reason", "an audit")[0], 0, "pause")
    code, _, fault = hosts[-1].told("run", JOB)
    expect((code, "paused" in fault), (1, True), f"run while paused: {fault}")
    hosts[0].stop()
    hosts[0].start(*hosts[0].options)
    expect(hosts[0].job(JOB)["pause_reason"], "an audit", "a pause survives a restart")
    expect(hosts[0].told("resume", JOB)[0], 0, "resume")


def check_what_goes(hosts, database):
    put_runs(database, "old", 5, 100)
    put_runs(database, "failing", 5, 100, "failed")
    put_runs(database, "failing", 5, 400, "timed_out")
    put_runs(database, "failing", 1, 1)
    put_runs(database, "many", 120, 2)
    put_runs(database, "silent", 3, 100, announced=0)
    put_runs(database, "silent", 1, 99)
    run = sweep(hosts[0], database)
    expect(run.get("state"), "succeeded", "the sweep")
    expect(run.get("output", "").startswith(
        "removed 24 runs and 0 records (older than 90 days or beyond the newest 100 of their job), "
        "5 failures (older than 365 days or beyond the newest 1,000 of their job) and "), True, f"its output: {run}")
    expect(runs_of(database, "old"), 1, "runs that are too old, but for the newest")
    expect(runs_of(database, "failing", "outcome = 'failed'"), 5, "failures of last quarter")
    expect(runs_of(database, "failing", "outcome = 'timed_out'"), 0, "failures of last year")
    expect(runs_of(database, "many"), 100, "runs of a busy job")
    expect(runs_of(database, "silent"), 4, "runs that nobody has been told of")
    again = sweep(hosts[-1], database)
    expect(again.get("output", "").startswith("removed 0 runs and 0 records"), True, f"a second sweep: {again}")


def check_one_among_all(hosts, database):
    """It becomes due on all hosts at once."""
    for host in hosts[1:]:
        expect(host.job(JOB)["revision"], hosts[0].job(JOB)["revision"], "there is one job")
    before = runs_of(database, JOB)
    fired = "SELECT id FROM run WHERE job_id = ? AND \"trigger\" = 'schedule'"
    before_it = query(database, fired, (JOB,))
    now = time.time_ns() // 1000
    write(database, f"UPDATE job SET next_fire = {now}, fire_at = {now}, look_at = {now}, version = version "
          f"WHERE id = '{JOB}'")
    wait_until(lambda: runs_of(database, JOB) > before)
    run = [row for row in query(database, fired, (JOB,)) if row not in before_it]
    expect(len(run), 1, "runs of one fire")
    expect(hosts[0].told("cancel-run", run[0][0])[0], 0, "cancel of a sweep that waits for its minute after a start")
    wait_until(lambda: state_of(database, run[0][0]) == "closed")
    expect(query(database, "SELECT outcome FROM run WHERE id = ?", (run[0][0],)), [("canceled",)], "the canceled sweep")


def runs_to_sweep(host, database, probe, seconds=6):
    """So many that a sweep of them goes on for about so long on this machine."""
    put_runs(database, "large", probe, 100)
    run = sweep(host, database)
    took = query(database, "SELECT finished_at - started_at FROM run WHERE id = ?", (run["run_id"],))[0][0]
    return max(probe, probe * seconds * 1_000_000 // max(took, 1))


def check_large(hosts, database, rows):
    """A large history goes while a job fires each second; a stop and a kill -9 come in between."""
    hosts[0].call("add", "ticks", "--schedule", "@every 1s", "--", "true")
    put_runs(database, "large", rows, 100)
    run = start_sweep(hosts[0])
    wait_until(lambda: runs_of(database, "large") < rows - 1000)
    began = time.monotonic()
    hosts[0].stop()
    expect(time.monotonic() - began < 20, True, "a stop in the middle of a sweep ends soon")
    left = runs_of(database, "large")
    expect(left > 1, True, "the sweep was not over")
    expect(state_of(database, run) in ("waiting", "closed"), True, f"the sweep is {state_of(database, run)} after it")
    hosts[0].start(*hosts[0].options)
    for host in hosts:
        host.call("cancel-run", run)
    wait_until(lambda: state_of(database, run) == "closed")
    again = start_sweep(hosts[0])
    expect(wait_until(lambda: runs_of(database, "large") < left), True, "the sweep goes on")
    for host in hosts:
        host.kill()
    for host in hosts:
        host.start(*host.options)
    expect(wait_until(lambda: runs_of(database, "large") == 1), True, "what was begun is ended after kill -9")
    wait_until(lambda: state_of(database, again) == "closed")
    outcome = query(database, "SELECT outcome, attempt FROM run WHERE id = ?", (again,))
    expect((outcome[0][0], outcome[0][1] > 1), ("succeeded", True), f"the sweep that was killed: {outcome}")


def check_fires(hosts, database, rows):
    """No fire waits for a purge."""
    put_runs(database, "large", rows, 100)
    # What became due before waited for the many rows of this test.
    late = "SELECT coalesce(max(claimed_at - due_at), 0), count(*) FROM run WHERE job_id = 'ticks' AND due_at > ?"
    began = time.time_ns() // 1000
    run = sweep(hosts[0], database)
    lateness, fires = query(database, late, (began,))[0]
    expect(run.get("state"), "succeeded", f"the large sweep: {run}")
    expect(fires >= 1, True, "fires during the sweep")
    expect(lateness < 900_000, True, f"the latest fire was {lateness} us late")
    print(f"{rows} runs in {(time.time_ns() // 1000 - began) / 1e6:.1f} s; {fires} fires, {lateness / 1000:.0f} ms late "
          f"at most; {run.get('output')}")


def simulate(options, folder, url):
    database = url or str(folder / "one" / "data" / "scheduler.db")
    hosts = []
    for name in ("one", "two") if url else ("one",):
        (folder / name).mkdir()
        host = Host(options.sample_host, folder / name)
        host.options = ("--storage", url, "--instance", name) if url else ()
        host.start(*host.options)
        hosts.append(host)
    wait_until(lambda: hosts[0].call("show", JOB).returncode == 0)
    check_reserved(hosts[0])
    check_one_among_all(hosts, database)
    check_what_goes(hosts, database)
    check_pause(hosts, database)
    rows = runs_to_sweep(hosts[0], database, options.probe)
    check_large(hosts, database, rows)
    check_fires(hosts, database, rows)
    for host in hosts:
        host.stop()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("sample_host")
    arguments.add_argument("--postgresql")
    arguments.add_argument("--probe", type=int, default=5000, help="runs, to see how long a sweep takes")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        if not options.postgresql:
            simulate(options, folder, "")
            return finish()
        # The server goes when its standard input is closed, whatever becomes of this process.
        with subprocess.Popen([options.postgresql], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
            url = server.stdout.readline().strip()
            if not url:
                sys.exit("the database server did not start")
            try:
                simulate(options, folder, url)
            finally:
                server.stdin.close()
        return finish()


if __name__ == "__main__":
    main()
