"""A real host moves: from SQLite to PostgreSQL and back, with its jobs firing. No fire is lost and none comes twice; what
had not ended is looked after; and an import that is killed in its middle is finished by the same import again.

    moving_host.py SAMPLE_HOST PRIVATE_POSTGRESQL [SANITIZER]

Of a program with a sanitizer the memory is not looked at: most of it is the sanitizer's.
"""
import contextlib
import itertools
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time

import export_lines
from stores import Program, expect, lines_of, peak_memory, server
from real_host import Host, finish, wait_until


def move(program, source, target, file):
    """From a store whose host is stopped into another one."""
    expect(program.told("export", "--history", "--output", file, *source)[0], 0, "export")
    program.imported(target, file)


def due_instants(file):
    return [line.split() for line in file.read_text().splitlines()]


def check_fires(program, folder, url):
    """A job of every second that makes up for all that it misses goes through three stores."""
    fires = folder / "fires"
    places = [("--data-dir", str(folder / "data")), ("--storage", url), ("--storage", f"sqlite:{folder / 'third.db'}")]
    hosts = []
    for number, place in enumerate(places):
        host = Host(program.path, folder / f"host-{number}")
        host.folder.mkdir()
        if number == 0:
            (folder / "data").mkdir()
            host.folder = folder
        hosts.append(host)
    hosts[0].start()
    hosts[0].call("add", "often", "--schedule", "@every 1s", "--catch-up", "all", "--overlap", "parallel",
                  "--max-active", "100", "--", "sh", "-c", f'echo "$DUE_AT $RUN_ID" >> {fires}')
    hosts[0].call("add", "held", "--schedule", "@every 1s", "--paused", "--pause-reason", "for now", "--", "false")
    count = 0
    for number, host in enumerate(hosts):
        if number > 0:
            host.start(*places[number])
        wanted = count + 4
        wait_until(lambda wanted=wanted: fires.exists() and len(due_instants(fires)) >= wanted)
        check_beside_host(program, places[number], host, folder)
        host.stop()
        count = len(due_instants(fires))
        if number + 1 < len(hosts):
            move(program, places[number], places[number + 1], folder / f"move-{number}")
    rows = due_instants(fires)
    expect(len({due for due, _ in rows}), len(rows), "no instant was run twice")
    seconds = sorted(int(time.mktime(time.strptime(due, "%Y-%m-%dT%H:%M:%SZ"))) for due, _ in rows)
    gaps = [(one, other) for one, other in itertools.pairwise(seconds) if other != one + 1]
    expect(gaps, [], "no instant was lost")
    last = [json.loads(line) for line in program.exported(places[-1], "--history")]
    runs = [row["id"] for row in last if row["type"] == "run" and row["job_id"] == "often"]
    expect(sorted(runs), sorted(run for _, run in rows),
           "the history of all three stores is in the last")
    held = [row for row in last if row["type"] == "job" and row["definition"]["id"] == "held"][0]
    expect((held["definition"]["paused"], held["definition"]["pause_reason"], held["state"]["fires"]),
           (True, "for now", 0), "a paused job stays paused")


def check_beside_host(program, place, host, folder):
    """Export beside a running host; import only where the store can be shared."""
    lines = [json.loads(line) for line in program.exported(place)]
    expect((lines[-1]["type"], lines[-1]["jobs"]), ("end", sum(line["type"] == "job" for line in lines)),
           "an export beside a running host is whole")
    expect({line["definition"]["id"] for line in lines if line["type"] == "job"} - {"system/retention"},
           {"often", "held"}, "its jobs")
    file = folder / "more"
    file.write_text(export_lines.text_of(export_lines.export()))
    code, out, said = program.told("import", file, "--dry-run", *place)
    expect((code, out[0], said), (0, "would be imported:", []), "a dry run beside a running host")
    code, out, said = program.told("import", file, *place)
    if place[1].startswith("postgresql"):
        expect((code, len(out), said), (0, 4, []), "an import beside hosts on PostgreSQL")
    elif place[0] == "--data-dir":
        expect((code, said), (1, [f"sample-host: a host runs on the data directory {folder / 'data'}: stop it first, "
                                  "since an import writes to the database itself"]), "an import beside a host")
    else:
        path = place[1].removeprefix("sqlite:")
        expect((code, said), (1, [f"sample-host: the database {path} is in use by another host ({path}.lock is "
                                  "locked)"]), "an import beside a host")
    expect(host.call("health").returncode, 0, "the host's health")


def check_open_runs(program, folder, url):
    """Runs that a killed host has left are resolved by the next one as after any crash, in whichever store."""
    host = Host(program.path, folder / "open")
    host.folder.mkdir()
    source = ("--data-dir", str(host.folder / "data"))
    host.start("--instance", "old")
    flag = folder / "again"
    for name, rule in (("report", "report"), ("again", "run_again")):
        host.call("add", name, "--schedule", "@manual", "--on-lost", rule, "--", "sh", "-c",
                  f'[ "$ATTEMPT" = 2 ] && touch {flag} && exit; sleep 1000')
        host.call("run", name)
    host.call("add", "waits", "--schedule", "@manual", "--retry-on", "any", "--retry-delay", "5s", "--", "sh", "-c",
              '[ "$ATTEMPT" = 2 ]')
    host.call("run", "waits")

    def states():
        rows = [json.loads(line) for line in lines_of(host.call("runs", "--json").stdout)]
        return {row["job_id"]: (row["state"], row["attempt"]) for row in rows if row["job_id"] != "system/retention"}
    wanted = {"report": ("running", 1), "again": ("running", 1), "waits": ("waiting", 1)}
    expect(wait_until(lambda: states() == wanted), True, "open runs of three kinds")
    host.kill()
    target = ("--storage", url)
    move(program, source, target, folder / "open.jsonl")
    left = set(program.exported(source, "--history")[:-1]) - set(program.exported(target, "--history"))
    expect([line for line in left if '"id":"system/retention"' not in line], [], "open runs as they were")
    host = Host(program.path, folder / "next")
    host.folder.mkdir()
    host.start(*target, "--instance", "new")
    resolved = {"report": ("lost", 1), "again": ("succeeded", 2), "waits": ("succeeded", 2)}
    wait_until(lambda: {name: of for name, of in states().items() if name in resolved} == resolved)
    expect({name: of for name, of in states().items() if name in resolved}, resolved, "what became of open runs")
    expect(flag.exists(), True, "the second attempt was made")
    expect((host.job("report")["failed"], host.job("waits")["succeeded"]), (1, 1), "what the jobs have counted")
    check_open_run_of_living(program, target, host, folder)
    host.stop()


def check_open_run_of_living(program, target, host, folder):
    """A host that goes on does not look for runs of its own name that it has not begun: it is told, and holds."""
    file = folder / "living.jsonl"
    going = export_lines.run(900, "name", state="running", outcome=None, finished_at=None, announced=False,
                             instance="new")
    file.write_text(export_lines.text_of(export_lines.export(export_lines.job("name"), going)))
    code, _, said = program.told("import", file, *target)
    expect((code, said), (0, ['sample-host: runs of the instance "new" had not ended when the file was written, and a '
                              "host of that name is on this store: it looks after them when it is started next"]),
           "an open run of a living instance")
    host.stop()
    host.start(*target, "--instance", "new")
    wait_until(lambda: host.job("name")["last_outcome"] == "lost")
    expect(host.job("name")["last_outcome"], "lost", "after the next start")


def check_killed_import(program, folder):
    """Killed while it writes, at three places; then the same import again."""
    file = folder / "killed.jsonl"
    file.write_text(export_lines.text_of(export_lines.many(8000, history=True)))
    wanted = None
    for number, share in enumerate((0.0, 0.4, 0.9)):
        for attempt in range(5):  # a machine that stands still for a moment sees the import's end
            database = folder / f"killed-{number}-{attempt}.db"
            place = ("--storage", f"sqlite:{database}")
            with subprocess.Popen([program.path, "import", str(file), *place], stdout=subprocess.DEVNULL) as process:
                wait_until_jobs(database, share * 8000)
                process.kill()
            there = jobs_and_runs(database)
            if sum(there) < 16000:
                break
        expect(0 < there[0] + there[1] < 16000, True, f"it was killed in the middle, at {there}")
        expect(program.imported(place, file)[1:3], [[8000 - there[0], 0, there[0]], [16000 // 2 - there[1], there[1]]],
               "the same import does the rest")
        found = program.exported(place, "--history")
        wanted = wanted or found
        expect(found == wanted, True, "whatever was killed, the store is the same in the end")
    expect([json.loads(line) for line in wanted] == export_lines.many(8000, history=True)[1:], True, "all is there")


def jobs_and_runs(database):
    try:
        connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        with contextlib.closing(connection):
            return connection.execute("SELECT (SELECT count(*) FROM job), (SELECT count(*) FROM run)").fetchone()
    except sqlite3.OperationalError:  # it is being made
        return 0, 0


def wait_until_jobs(database, more_than):
    deadline = time.monotonic() + 60
    while jobs_and_runs(database)[0] <= more_than and time.monotonic() < deadline:
        pass


def check_memory(program, folder):
    """A hundred thousand jobs and their runs take no more memory than ten thousand."""
    peaks = {}
    for count in (10_000, 100_000):
        file = folder / f"{count}.jsonl"
        subprocess.run([sys.executable, __file__, "--write", str(count), str(file)], check=True)
        place = ("--storage", f"sqlite:{folder / f'{count}.db'}")
        peaks[count] = [peak_memory(program.path, "import", file, *place),
                        peak_memory(program.path, "import", file, *place),
                        peak_memory(program.path, "export", "--history", *place)]
        file.unlink()
    print("peak memory in MiB of import, import again and export:", peaks)
    for few, many in zip(peaks[10_000], peaks[100_000]):
        expect(many < few + 16 and many < 128, True, f"memory does not grow with the store: {peaks}")


def main():
    if sys.argv[1:2] == ["--write"]:  # apart: its memory would be counted as the program's
        lines = export_lines.many(int(sys.argv[2]), history=True)
        pathlib.Path(sys.argv[3]).write_text(export_lines.text_of(lines))
        return
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    program = Program(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        if not sys.argv[3:]:
            check_memory(program, folder)
        with server(sys.argv[2]) as url:
            check_fires(program, folder, url)
            check_open_runs(program, folder, url)
        check_killed_import(program, folder)
    finish()


if __name__ == "__main__":
    main()
