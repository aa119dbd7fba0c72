"""From SQLite to PostgreSQL and back: every line is the same, whatever it holds; and importing again changes nothing.

    round_trip.py SAMPLE_HOST PRIVATE_POSTGRESQL
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import export_lines
from stores import Program, expect, lines_of, server
from real_host import finish


def check_round_trip(program, folder, url):
    original = export_lines.everything()
    file = folder / "original"
    file.write_text(export_lines.text_of(original))
    count = original[-1]
    added = [[count["calendars"], 0, 0], [count["jobs"], 0, 0], [count["runs"], 0], [count["records"], 0]]
    unchanged = [[0, 0, count["calendars"]], [0, 0, count["jobs"]], [0, count["runs"]], [0, count["records"]]]
    texts = []
    for name, place in (("first", ("--data-dir", folder / "first")), ("second", ("--storage", url)),
                        ("third", ("--storage", f"sqlite:{folder / 'third.db'}"))):
        expect(program.imported(place, file, "--dry-run")[1:], added, f"a dry run into the {name} store")
        expect(program.imported(place, file), added, f"into the {name} store")
        file = folder / name
        texts.append(program.exported(place, "--history"))
        written = program.told("export", "--history", "--output", file.with_suffix(".jsonl"), *place)
        file = file.with_suffix(".jsonl")
        expect(written[0], 0, "export to a file")
        expect(lines_of(file.read_text())[1:], texts[-1], "a file has what standard output has")
        expect(program.imported(place, file), unchanged, f"once more into the {name} store")
        expect(program.exported(place, "--history"), texts[-1], f"nothing has changed in the {name} store")
    expect(texts[0] == texts[1], True, "SQLite and PostgreSQL give the same lines")
    expect(texts[1] == texts[2], True, "PostgreSQL and SQLite give the same lines")
    for line, wanted in zip(texts[0], original[1:]):
        found = json.loads(line)
        if found != wanted:
            different = {key: (str(found.get(key))[:300], str(wanted.get(key))[:300]) for key in wanted
                         if found.get(key) != wanted.get(key)}
            expect(different, {}, f"a {wanted['type']} as it was")
    expect(len(texts[0]), len(original) - 1, "the number of lines")


def check_without_history(program, folder):
    """Jobs keep what decides about their coming fires, and forget what they have counted."""
    source = ("--data-dir", folder / "first")
    code, lines, said = program.told("export", *source)
    expect((code, said), (0, ["sample-host: 3 runs that have not ended: left out; --history takes them along, and "
                              "stopping the host first lets them end"]), "what is told of open runs")
    rows = [json.loads(line) for line in lines]
    expect({row["type"] for row in rows}, {"header", "calendar", "job", "end"}, "no history")
    expect([row for row in rows if "counters" in row], [], "no counters")
    target = ("--data-dir", folder / "plain")
    (folder / "plain.jsonl").write_text("\n".join(lines) + "\n")
    program.imported(target, folder / "plain.jsonl")
    disabled = [row for row in map(json.loads, program.exported(target, "--history"))
                if row["type"] == "job" and row["definition"]["id"] == "disabled"][0]
    wanted = [row for row in export_lines.everything() if row["type"] == "job"
              and row["definition"]["id"] == "disabled"][0]
    expect(disabled["state"], wanted["state"], "what decides about the coming fires")
    expect(disabled["counters"], export_lines.counters(), "counters")


def check_later_history(program, folder):
    """Jobs first, their history later: it is added to them."""
    target = ("--data-dir", folder / "plain")
    count = export_lines.everything()[-1]
    expect(program.imported(target, folder / "first.jsonl")[2:], [[count["runs"], 0], [count["records"], 0]],
           "the history of jobs that are there")
    runs = [json.loads(line) for line in program.exported(target, "--history")]
    expect({row["of_present_job"] for row in runs if row["type"] == "run" and row["id"] == export_lines.row_id(100)},
           {True}, "a run belongs to the job that is there")


def check_completion_anchored(program, folder, url):
    """A job that waits for the end of a run comes with that run, or is armed without it, so that it fires again."""
    def anchored(job_id, **changed):
        return export_lines.job(job_id, schedule="@every 5m from completion",
                                of_state={"cursor": export_lines.NOON, "fires": 1}, **changed)
    going = export_lines.run(900, "anchored waits", state="running", outcome=None, finished_at=None, announced=False)
    lines = [anchored("anchored alone"), anchored("anchored over", max_runs=1), anchored("anchored waits"),
             anchored("anchored paused", paused=True), going]

    def armed(place, *options):
        """Which of them have a next fire, and are looked at then."""
        file = folder / "anchored.jsonl"
        file.write_text(export_lines.text_of(export_lines.export(*lines)))
        program.imported(place, file, *options)
        rows = [row for row in map(json.loads, program.exported(place, "--history")) if row["type"] == "job"]
        states = {row["definition"]["id"]: row["state"] for row in rows}
        return {name.removeprefix("anchored "): state["fire_at"] == state["look_at"] == state["next_fire"]
                for name, state in states.items() if name.startswith("anchored") and state["next_fire"]}
    for place in (("--storage", f"sqlite:{folder / 'anchored.db'}"), ("--storage", url)):
        lines[2] = anchored("anchored waits")
        expect(armed(place), {"alone": True}, "the end of its run arms the one that waits")
        lines[2] = anchored("anchored waits", name="other")
        expect(armed(place, "--replace"), {"alone": True, "waits": True}, "an edit arms it beside its run")


def check_locked_key(program, folder, url):
    """Whoever counts the runs on a key is through before an import brings one, and comes in behind it else."""
    file = folder / "key.jsonl"
    going = export_lines.run(901, "keyed", state="running", outcome=None, finished_at=None, announced=False,
                             concurrency_key="shared key")
    file.write_text(export_lines.text_of(export_lines.export(
        export_lines.job("keyed", concurrency_key="shared key", max_active=1), going)))
    with subprocess.Popen(["psql", "-XqAt", url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as counting:
        counting.stdin.write("BEGIN; SELECT pg_advisory_xact_lock(2, hashtext('shared key'))::text || 'held';\n")
        counting.stdin.flush()
        expect(counting.stdout.readline(), "held\n", "the lock")
        with subprocess.Popen([program.path, "import", str(file), "--storage", url],
                              stdout=subprocess.DEVNULL) as importing:
            time.sleep(1)
            expect(importing.poll(), None, "an import waits while others count on the key of its open run")
            counting.stdin.close()
            expect(importing.wait(timeout=30), 0, "the import in the end")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program = Program(sys.argv[1])
    with tempfile.TemporaryDirectory() as name, server(sys.argv[2]) as url:
        folder = pathlib.Path(name)
        check_round_trip(program, folder, url)
        check_without_history(program, folder)
        check_later_history(program, folder)
        check_completion_anchored(program, folder, url)
        check_locked_key(program, folder, url)
    finish()


if __name__ == "__main__":
    main()
