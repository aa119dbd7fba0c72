"""A crontab becomes jobs of a running host, which run as cron runs them.

    crontab_end_to_end.py SAMPLE_HOST
"""
import json
import os
import pathlib
import sys
import tempfile

from stores import Program, expect, lines_of
from real_host import Host, finish, wait_until

CRONTAB = """# what cron did so far
MAILTO=me@example.org
GREETING = "hello  there"
HOME={home}

CRON_TZ=Europe/Lisbon
0 9 * jan-mar MON,WED  pwd; echo "$GREETING" "$TZ"; cat%one%two 100\\%
TZ=Asia/Tokyo
@daily\techo "$TZ"
@reboot echo never
"""

BAD = """0 61 * * * date
0 5 31 2 * date
5/10 * * * * date
0 5 * *
0 5 * * *
@often date
0 5 * * * root cd /
"""

FAULTS = [
    "line 1, column 3: the hour field: '61' is out of range; expected 0-23",
    "line 2, column 5: the day of month field: '31' never comes in month '2'; expected a day that comes at least once "
    "until 2199",
    "line 3, column 2: the minute field: a step needs '*' or a range before it; expected for example 5-59/n",
    "line 4, column 8: the day of week field is missing; expected five fields and a command",
    "line 5, column 10: the command is missing",
    'line 6, column 1: cron knows no nickname "@often"; expected @yearly, @annually, @monthly, @weekly, @daily, '
    "@midnight, @hourly or @reboot",
    'line 7, column 11: "root" is a user and no command: the file looks like /etc/crontab; --system reads such a file',
]


def own_jobs(host):
    """The jobs of the host without the scheduler's own."""
    jobs = [json.loads(line) for line in lines_of(host.call("list", "--json").stdout)]
    return [job for job in jobs if not job["id"].startswith("system/")]


def check_faults(program, folder):
    file = folder / "bad"
    file.write_text(BAD)
    for option in ("--dry-run", "--zone=UTC"):
        place = () if option == "--dry-run" else ("--data-dir", folder / "data")
        code, out, said = program.told("import", "--crontab", file, option, *place)
        expect((code, out, said), (1, [], [f"sample-host: {file}, {fault}" for fault in FAULTS] +
                                   ["sample-host: nothing was imported"]), f"bad lines with {option}")
    expect(program.told("import", "--crontab", file, "--zone", "Mars/Olympus", "--dry-run")[0], 1, "an unknown zone")
    expect(program.told("import", "--crontab", folder / "none", "--dry-run")[2],
           [f"sample-host: cannot read {folder / 'none'}: No such file or directory"], "no file")
    expect(program.told("import", "--crontab", file, "--data-dir", folder / "none")[:2], (3, []), "no host")


def check_usage(program):
    for words, sentence in ((("--zone", "UTC"), "--zone belongs to --crontab"),
                            (("--system",), "--system belongs to --crontab"),
                            (("--crontab", "-", "--replace"), "--replace does not go with --crontab, whose jobs the "
                                                              "running host takes in"),
                            (("x", "--crontab", "-"), "FILE does not go with --crontab, whose jobs the running host "
                                                      "takes in")):
        code, _, said = program.told("import", *words)
        expect((code, said[0]), (2, f"sample-host: import: {sentence}"), f"import {words}")


def check_import(program, host, folder):
    file = folder / "crontab"
    file.write_text(CRONTAB.format(home=folder))
    place = ("--data-dir", folder / "data")
    notes = [f"sample-host: {file}, line 2: MAILTO is left out: nobody is mailed; what a command prints is kept with its "
             "run",
             f"sample-host: {file}, line 10: it is left out: here @reboot means each start of the host, not of the "
             "machine; sample-host add takes it"]
    code, plan, said = program.told("import", "--crontab", file, "--dry-run")
    expect((code, said, len(plan)), (0, notes, 3), "a dry run")
    expect(own_jobs(host), [], "which changes nothing")
    code, out, said = program.told("import", "--crontab", file, *place)
    expect((code, said, out[-1]), (0, notes, "jobs: 2 added, 0 updated, 0 unchanged"), "import")
    jobs = {job["schedule"]: job for job in own_jobs(host)}
    expect({schedule: job["zone"] for schedule, job in jobs.items()},
           {"0 9 * jan-mar MON,WED": "Europe/Lisbon", "@daily": "Europe/Lisbon"}, "zones")
    expect([word for word in plan[1].split() if word.startswith("cron/")], [jobs["0 9 * jan-mar MON,WED"]["id"]],
           "the dry run's id")
    for words in ((file,), ("-",)):
        out = program.told("import", "--crontab", *words, *place, text=file.read_text())[1]
        expect(out, ["jobs: 0 added, 0 updated, 2 unchanged"], "the same crontab again")
    file.write_text(file.read_text().replace("@daily", "@hourly"))
    out = program.told("import", "--crontab", file, *place)[1]
    expect(out, [f"updated {jobs['@daily']['id']}", "jobs: 0 added, 1 updated, 1 unchanged"], "another schedule")
    out = program.told("import", "--crontab", file, *place, "--prefix", "mine/", "--zone", "UTC")[1]
    expect(out[-1], "jobs: 2 added, 0 updated, 0 unchanged", "another prefix")
    return {job["schedule"]: job["id"] for job in own_jobs(host) if job["id"].startswith("cron/")}


def check_runs(host, ids, folder):
    wanted = {"0 9 * jan-mar MON,WED": f"{os.path.realpath(folder)}\nhello  there UTC\none\ntwo 100%\n",
              "@hourly": "Asia/Tokyo\n"}
    for schedule, output in wanted.items():
        host.call("run", ids[schedule])

        def runs(schedule=schedule):
            rows = [json.loads(line) for line in lines_of(host.call("runs", ids[schedule], "--json").stdout)]
            return [row for row in rows if row["trigger"] == "manual"]  # the hour may begin meanwhile
        wait_until(lambda: [run["state"] for run in runs()] == ["succeeded"])
        expect([run["output"] for run in runs()], [output], f"the run of {schedule}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    program = Program(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        host = Host(program.path, folder)
        host.start()
        check_usage(program)
        check_faults(program, folder)
        ids = check_import(program, host, folder)
        check_runs(host, ids, folder)
        host.stop()
    finish()


if __name__ == "__main__":
    main()
