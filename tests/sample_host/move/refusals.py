"""What export and import refuse, each with one sentence; and that nothing is changed then.

    refusals.py SAMPLE_HOST
"""
import json
import pathlib
import sqlite3
import sys
import tempfile

import export_lines as lines
from stores import Program, expect
from real_host import finish

TIME = "expected RFC 3339 such as 2026-03-08T07:00:00Z"


def changed(line, *path, to):
    """A copy in which what the path leads to is something else; None as a last step: without that key."""
    copy = json.loads(json.dumps(line))
    at = copy
    for step in path[:-1]:
        at = at[step]
    if to is KeyError:
        del at[path[-1]]
    else:
        at[path[-1]] = to
    return copy


def bad_lines():
    """(line, the sentence)"""
    job = lines.job("b")
    run = lines.run(7, "a")
    record = lines.record(8, "a")
    yield changed(job, "definition", "schedule", to="61 * * * *"), \
        'the job "b": the minute field: \'61\' is out of range; expected 0-59 (at position 0)'
    yield changed(job, "definition", "zone", to="Mars/Olympus"), 'the job "b": unknown time zone "Mars/Olympus"'
    yield changed(job, "definition", "retries", to=1001), 'the job "b": retries must be from 0 to 1000'
    yield changed(job, "definition", "id", to=None), 'the definition lacks the key "id"'
    yield changed(job, "definition", "calendars", to=["none"]), \
        'the job "b" names the calendar "none", which is neither in the file nor in the store'
    yield changed(job, "definition", "frob", to=1), 'unknown key "frob" in the job'
    yield changed(job, "definition", "revision", to=1), 'the key "revision" is the scheduler\'s own and cannot be set'
    yield changed(job, "definition", "timeout", to="soon"), 'timeout: "soon" is not a duration'
    yield changed(job, "definition", to=KeyError), 'the line of a job lacks the key "definition"'
    yield changed(job, "frob", to=1), 'the line of a job has the unknown key "frob"'
    yield changed(job, "payload_text", to="x"), \
        "the line of a job has more than one of payload, payload_text and payload_base64"
    yield lines.job("b", payload={"payload_base64": "YQ="}), \
        "payload_base64: it is not base64 with padding, as RFC 4648 has it"
    yield changed(job, "state", to=KeyError), 'the line of a job lacks the key "state"'
    yield changed(job, "state", "revision", to=0), "revision: it is 0; expected 1 or more"
    yield changed(job, "state", "fires", to=-1), "fires: it is -1; expected 0 or more"
    yield changed(job, "state", "fires", to="3"), "fires: expected a whole number, found text"
    yield changed(job, "state", "cursor", to="yesterday"), \
        f'cursor: "yesterday" is not a time: it has no date YYYY-MM-DD; {TIME}'
    yield changed(job, "state", "next_fire", to=lines.NOON), \
        "state: next_fire is a time; expected fire_at and look_at to be times too"
    yield changed(job, "state", "disabled", to=True), "state: the job is disabled and not paused; expected both"
    yield lines.job("b", paused=True, of_state={"look_at": lines.NOON}), \
        "state: the job is paused; expected fire_at and look_at to be null"
    yield changed(job, "counters", "last_outcome", to="fine"), 'last_outcome: "fine" is not one of succeeded, failed'
    yield lines.job("a"), 'the job "a" stands behind "a"; expected each once, in the order of their bytes'
    yield lines.calendar("c", "2026-01-01"), \
        "a calendar stands too late; expected calendars, jobs, runs and records in this order"
    yield changed(run, "state", to="asleep"), 'state: "asleep" is not one of claimed, running or waiting'
    yield changed(run, "outcome", to=None), "outcome: the run is closed; expected an outcome"
    yield changed(run, "finished_at", to=None), "finished_at: the run is closed; expected a time"
    yield changed(run, "state", to="running"), "outcome: the run is not closed; expected null"
    yield (changed(changed(changed(run, "state", to="running"), "outcome", to=None), "finished_at", to=None),
           "announced: the run is not closed; expected false")
    yield changed(run, "attempt", to=2**31), "attempt: it is 2147483648; expected 1 to 2147483647"
    yield changed(run, "job_id", to=""), "job_id: it has 0 bytes; expected 1 to 255"
    yield changed(run, "id", to="x"), 'id: "x" is not an id; expected a UUID'
    yield changed(run, "output_text", to="x" * 65537), "output: it has 65537 bytes; expected 65536 at most"
    yield changed(run, "announced", to=False), "wake_at: the run is closed and not announced; expected a time"
    going = {"state": "running", "outcome": None, "finished_at": None, "announced": False}
    yield lines.run(7, "a", **{**going, "state": "waiting"}), \
        "wake_at: the run waits for its next attempt; expected a time"
    yield lines.run(7, "a", **going, instance=None), \
        "instance: the run is not closed; expected the name of its owner"
    yield lines.run(7, "a", **going, incarnation=None), \
        "incarnation: the run is not closed; expected the id of its owner"
    yield lines.run(7, "a", **going, concurrency_key=""), \
        "concurrency_key: the run is not closed; expected the key that it was claimed on"
    yield changed(record, "announced", to=False), "wake_at: the record is not announced; expected a time"
    yield changed(record, "kind", to="lost"), 'kind: "lost" is not one of skipped, missed'
    yield changed(record, "count", to=-2), "count: it is -2; expected -1 or more"
    yield {"type": "frob"}, 'type: "frob" is not one of header, calendar, job, run, record or end'
    yield ["job"], "a line is a JSON object, found an array"
    yield lines.header(), "a second header; expected one export in a file"


def check_lines(program, folder):
    file = folder / "bad.jsonl"
    place = ("--data-dir", folder / "none")
    for line, sentence in bad_lines():
        rows = [lines.header(), lines.calendar("holidays"), lines.job("a"), line]
        file.write_text(lines.text_of([*rows, lines.end([row for row in rows if isinstance(row, dict)])]))
        code, out, said = program.told("import", file, *place)
        wanted = f"sample-host: {file}, line 4: {sentence}"
        expect((code, out, said[0][:len(wanted)]), (1, [], wanted), f"the line {line}"[:200])
        expect(said[1:], ["sample-host: nothing was imported"], f"what follows {sentence}")
    expect((folder / "none").exists(), False, "a refused import makes nothing")


def files():
    """(text of the file, what is said of it)"""
    good = lines.export(lines.job("a"))
    yield "", "{file} is empty; expected an export"
    yield "\n\n", "{file} is empty; expected an export"
    yield "MAILTO=me\n", "{file}, line 1: it is not valid JSON, see byte 0"
    yield lines.text_of(good[1:]), "{file}, line 1: expected the header of an export"
    yield lines.text_of([changed(good[0], "format", to="other"), *good[1:]]), \
        '{file}, line 1: format: it is "other"; expected "gateway-scheduler-export"'
    yield lines.text_of([changed(good[0], "version", to=2), *good[1:]]), \
        "{file}, line 1: version: the file is of version 2, which is newer than this program knows; expected 1"
    yield lines.text_of(good[:-1]), "{file} breaks off behind line 2; expected its last line to be the end"
    yield lines.text_of(good)[:-40], "{file}, line 3: it is not valid JSON, see byte 28"
    yield lines.text_of([good[0], good[-1]]), \
        "{file}, line 2: the end counts 1 jobs, and the file has 0: it is not whole, or was edited without its end"
    yield lines.text_of([*good, good[1]]), "{file}, line 4: a line behind the end; expected none"
    yield lines.text_of(good[:1]) + "x" * (24 * 1024 * 1024 + 1), \
        "{file}, line 2: the line is longer than 25165824 bytes"
    yield lines.text_of([good[0], lines.calendar("", "2026-01-01")]), "{file}, line 2: the calendar has no name"
    yield lines.text_of([good[0], lines.calendar("c", "2026-02-30")]), '{file}, line 2: days: "2026-02-30"'
    yield lines.text_of([good[0], lines.calendar("\n", "2026-02-01")]), \
        "{file}, line 2: the calendar's name has a control character; expected none"


def check_files(program, folder):
    file = folder / "bad.jsonl"
    for text, sentence in files():
        file.write_text(text)
        code, _, said = program.told("import", file, "--data-dir", folder / "none")
        wanted = "sample-host: " + sentence.format(file=file)
        expect((code, said[0][:len(wanted)]), (1, wanted), "a file that is no export")
    code, _, said = program.told("import", "-", "--data-dir", folder / "none", text="x")
    expect((code, said[0]), (1, "sample-host: standard input, line 1: it is not valid JSON, see byte 0"), "a pipe")
    many = [lines.header(), *(changed(lines.job("a"), "state", to=1) for _ in range(100))]
    file.write_text(lines.text_of(many))
    said = program.told("import", file, "--data-dir", folder / "none")[2]
    expect((len(said), said[24]), (26, f"sample-host: the rest of {file} was not looked at"), "very many bad lines")


def check_differences(program, folder):
    """What is there and is defined otherwise is refused, or replaced if that is asked for."""
    place = ("--data-dir", folder / "store")
    file = folder / "file.jsonl"
    fires = {"next_fire": "2030-01-01T09:00:00Z", "fire_at": "2030-01-01T09:00:00Z",
             "look_at": "2030-01-01T09:00:00Z", "fires": 7}
    first = [lines.calendar("holidays", "2026-12-25"), lines.job("a", schedule="0 9 * * *", of_state=fires),
             lines.job("b", paused=True, schedule="0 9 * * *", of_state={"failures_in_row": 3}), lines.job("c")]
    file.write_text(lines.text_of(lines.export(*first)))
    program.imported(place, file)
    before = program.exported(place, "--history")
    second = [lines.calendar("holidays", "2026-12-26"),
              lines.job("a", schedule="0 9 * * *", name="other", payload={"payload_text": "x"}),
              lines.job("b", schedule="0 10 * * *"), lines.job("c", schedule="@reboot")]
    file.write_text(lines.text_of(lines.export(*second)))
    code, _, said = program.told("import", file, *place)
    there = f"sample-host: {file}, line"
    sentence = "is there already and is defined otherwise"
    remedy = "--replace gives it the definition of the file"
    expect((code, said), (1, [
        f'{there} 2: the calendar "holidays" is there already and has other days; --replace gives it those of the file',
        f'{there} 3: the job "a" {sentence} (name, payload); {remedy}',
        f'{there} 4: the job "b" {sentence} (schedule, paused); {remedy}',
        f'{there} 5: the job "c" {sentence} (schedule); {remedy}', "sample-host: nothing was imported"]), "differences")
    expect(program.exported(place, "--history"), before, "nothing was changed")
    expect(program.imported(place, file, "--replace", "--dry-run")[1:], [[0, 1, 0], [0, 3, 0], [0, 0], [0, 0]], "dry run")
    expect(program.exported(place, "--history"), before, "nothing was changed by a dry run")
    expect(program.imported(place, file, "--replace"), [[0, 1, 0], [0, 3, 0], [0, 0], [0, 0]], "replaced")
    expect(program.imported(place, file, "--replace"), [[0, 0, 1], [0, 0, 3], [0, 0], [0, 0]], "replaced once more")
    jobs = {row["definition"]["id"]: row["state"] for row in map(json.loads, program.exported(place))
            if row["type"] == "job"}
    expect([(job["revision"], job["fires"], job["failures_in_row"]) for job in jobs.values()],
           [(2, 7, 0), (2, 0, 0), (2, 0, 0)], "revisions and counters")
    expect(jobs["a"]["next_fire"], fires["next_fire"], "another name moves no fire")
    expect(jobs["b"]["next_fire"][10:], "T10:00:00Z", "another schedule is computed anew")
    expect(jobs["b"]["next_fire"], jobs["b"]["look_at"], "a resumed job is looked at")
    expect((jobs["c"]["next_fire"], jobs["c"]["look_at"]), (None, "at_start"), "@reboot waits for a start")


def check_schedulers_own(program, folder):
    """The scheduler's own job is taken in with its pause; one that is there stays, unless it is to be replaced."""
    place = ("--data-dir", folder / "own")
    file = folder / "own.jsonl"
    own = "system/retention"

    def pause_after(paused, *options):
        file.write_text(lines.text_of(lines.export(lines.job(own, schedule="H H(1-4) * * *", paused=paused))))
        changes = program.imported(place, file, *options)[1]
        row = json.loads(program.exported(place)[0])
        return changes, row["definition"]["paused"]
    expect(pause_after(True), ([1, 0, 0], True), "it is added with its pause")
    expect(pause_after(False), ([0, 0, 1], True), "one that is there stays as it is")
    expect(pause_after(False, "--replace"), ([0, 1, 0], False), "it is replaced if that is wanted")
    file.write_text(lines.text_of(lines.export(lines.job(own, schedule="0 61 * * *"))))
    code, _, said = program.told("import", file, *place)
    expect((code, said[0]), (1, f'sample-host: {file}, line 2: the job "{own}": the hour field: \'61\' is out of range; '
                                "expected 0-23 (at position 2)"), "it is judged as others are")


def check_due_when_replaced(program, folder):
    """Instants that have become due and are passed over by a replacement are on record."""
    place = ("--data-dir", folder / "due")
    file = folder / "due.jsonl"
    past = {key: "2026-01-01T09:00:00Z" for key in ("next_fire", "fire_at", "look_at")}
    file.write_text(lines.text_of(lines.export(lines.job("a", schedule="0 9 * * *", of_state=past))))
    program.imported(place, file)
    file.write_text(lines.text_of(lines.export(lines.job("a", schedule="0 10 * * *", of_state=past))))
    program.imported(place, file, "--replace")
    rows = [json.loads(line) for line in program.exported(place, "--history")]
    found = [(row["kind"], row["reason"], row["first_due"], row["count"]) for row in rows if row["type"] == "record"]
    expect(found, [("skipped", "edited", past["next_fire"], -1)], "what was passed over")
    state = rows[0]["state"]
    expect(state["cursor"] > past["next_fire"] and state["next_fire"] > state["cursor"], True, "nothing comes back")


def check_places(program, folder):
    def first(*words):
        code, _, said = program.told(*words)
        return code, said[0]

    nowhere = folder / "nowhere"
    expect(first("export", "--data-dir", nowhere),
           (1, f"sample-host: there is no store at sqlite:{nowhere}/scheduler.db; if the host was started with "
               "--storage, give the same one here"), "export of nothing")
    expect(nowhere.exists(), False, "an export makes nothing")
    expect(first("export", "--storage", "sqlite:/dev/null"),
           (1, "sample-host: cannot open the database /dev/null: expected a file, found something else"), "a device")
    expect(first("export", "--storage", "mysql:x"), (1, 'sample-host: the storage is of the unknown kind "mysql": '
                                                        "expected sqlite:PATH or postgresql://..."), "another kind")
    (folder / "text.db").write_text("no database" * 100)
    expect(first("export", "--storage", f"sqlite:{folder / 'text.db'}"),
           (1, f"sample-host: the file {folder / 'text.db'} is not a database: expected one of SQLite's"), "no database")
    store = ("--data-dir", folder / "store")
    expect(first("export", *store, "--output", "/dev/null"),
           (1, "sample-host: cannot write /dev/null: it is there and is not a file"), "a device as the output")
    expect(first("export", *store, "--output", nowhere / "x"),
           (1, f"sample-host: cannot write {nowhere / 'x'}: No such file or directory"), "no folder for the output")
    expect(first("import", nowhere, *store),
           (1, f"sample-host: cannot read {nowhere}: No such file or directory"), "no file")
    secret = "postgresql://someone:very-secret@127.0.0.1:1/none"
    for words in (("export", "--storage", secret), ("import", "-", "--storage", secret),
                  ("import", "-", "--dry-run", "--storage", secret)):
        done = program.call(*words)
        expect((done.returncode, "very-secret" in done.stdout + done.stderr), (1, False), f"{words[0]} of no server")
    for version, sentence in ((2, "has schema version 2: expected 3; a host that is started on it brings it there"),
                              (4, "has schema version 4, which is newer than this program knows: expected 3 at most")):
        path = folder / f"schema-{version}.db"
        connection = sqlite3.connect(path)
        connection.execute(f"PRAGMA application_id = {0x67736368}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.close()
        expect(first("export", "--storage", f"sqlite:{path}"), (1, f"sample-host: the database {path} {sentence}"),
               "another schema")


def check_unreadable(program, folder):
    """A row that somebody has edited beyond reading is told of and left out, and the exit code says so."""
    place = ("--data-dir", folder / "edited")
    file = folder / "edited.jsonl"
    file.write_text(lines.text_of(lines.export(lines.job("a"), lines.job("b"), lines.run(7, "a"), lines.run(8, "a"))))
    program.imported(place, file)
    connection = sqlite3.connect(folder / "edited" / "scheduler.db")
    with connection:
        connection.execute("UPDATE job SET overlap = 'frob' WHERE id = 'a'")
        connection.execute("UPDATE run SET state = 'frob' WHERE id = ?", (lines.row_id(8),))
    connection.close()
    code, out, said = program.told("export", "--history", *place)
    expect(code, 1, "an export that is not whole")
    expect(json.loads(out[-1]), {"type": "end", "calendars": 0, "jobs": 1, "runs": 1, "records": 0}, "the rest")
    expect([line.split(":")[1].strip() for line in said],
           ['the job "a" cannot be read', f"the run {lines.row_id(8)} cannot be read"], "what is left out")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    program = Program(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for check in (check_lines, check_files, check_differences, check_schedulers_own, check_due_when_replaced,
                      check_places, check_unreadable):
            check(program, folder)
    finish()


if __name__ == "__main__":
    main()
