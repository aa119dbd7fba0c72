"""The command line, the host, its store and the real scheduler together: what became of an instant, through a run, a
downtime and a pause.

    explain_end_to_end.py SAMPLE_HOST
"""
import datetime
import json
import pathlib
import sys
import tempfile
import time

from real_host import Host, expect, finish, wait_until


def shifted(moment, seconds):
    """A time of the host's JSON, so much later."""
    time_then = datetime.datetime.fromisoformat(moment.replace("Z", "+00:00")) + datetime.timedelta(seconds=seconds)
    return time_then.isoformat().replace("+00:00", "Z")


def rows_of(host, holds):
    rows = [json.loads(line) for line in host.call("runs", "tick", "--json").stdout.splitlines()]
    return [row for row in rows if holds(row)]


def first_row(host, holds):
    """The oldest row of history that is so, once there is one."""
    if not wait_until(lambda: rows_of(host, holds)):
        sys.exit("no such row of history came to be: " + host.call("runs", "tick", "--json").stdout[-2000:])
    return rows_of(host, holds)[-1]


def explained(host, moment):
    done = host.call("explain", "tick", "--at", moment, "--json")
    if done.returncode != 0:
        sys.exit(f"explain --at {moment} ended with {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def check_run(host):
    row = first_row(host, lambda found: found["state"] == "succeeded")
    answer = explained(host, row["due_at"])
    expect(answer["answer"], "ran", "a run that succeeded")
    expect(answer["run"]["run_id"], row["run_id"], "its evidence")
    expect(answer["local"]["at"][-6:], "+05:30", "the job's zone")
    for line in ("ran: ", row["run_id"], "succeeded, attempt 1", "previous fire", "next fire"):
        expect(line in host.call("explain", "tick", "--at", row["due_at"]).stdout, True, f"for people: {line}")
    expect(explained(host, shifted(row["due_at"], 0.5))["answer"], "no_match", "between two fires")
    expect(explained(host, shifted(row["due_at"], 86400))["answer"], "to_come", "tomorrow")
    expect(explained(host, "2020-01-01T00:00:00Z")["answer"], "forgotten", "before there was a job")


def check_downtime(host, options):
    down = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=1)
    host.kill()
    time.sleep(5)  # what a downtime is
    host.start(*options)

    def since_then(found):  # a host that was slow for a moment has merged instants before
        return datetime.datetime.fromisoformat(found["due_at"].replace("Z", "+00:00")) >= down

    row = first_row(host, lambda found: found["run_id"] and found["merged"] and since_then(found))
    merged = first_row(host, lambda found: found["state"] == "merged" and since_then(found))
    answer = explained(host, merged["due_at"])
    expect(answer["answer"], "merged", "an instant of the downtime")
    expect(answer["record"]["count"], answer["run"]["merged"], "the run and the record agree")
    expect(answer["run"]["run_id"], row["run_id"], "the run that stands for it")
    expect(answer["down_from"] is not None and answer["down_until"] is not None, True, "the downtime is known")


def check_pause(host):
    expect(host.told("pause", "tick", "--reason", "lunch")[0], 0, "pause")
    paused = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) + datetime.timedelta(seconds=2)
    wait_until(lambda: datetime.datetime.now(datetime.timezone.utc) > paused + datetime.timedelta(seconds=1))
    expect(explained(host, paused.isoformat())["answer"], "paused", "an instant of the pause")


def check_refusals(host):
    no_job = (1, "", 'sample-host: there is no job "nope"')
    expect(host.told("explain", "nope", "--at", "2020-01-01T00:00:00Z"), no_job, "explain of no job")
    expect(host.told("runs", "nope"), no_job, "runs of no job")
    code, out, fault = host.told("explain", "tick", "--at", "soon")
    expect((code, out, fault.startswith("sample-host: ")), (1, "", True), "a moment that is none")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as name:
        host = Host(sys.argv[1], pathlib.Path(name))
        options = ("--missed-after", "2s")
        host.start(*options)
        expect(host.told("add", "tick", "--schedule", "@every 1s", "--zone", "Asia/Kolkata", "--", "true")[0], 0, "add")
        check_run(host)
        check_downtime(host, options)
        check_pause(host)
        check_refusals(host)
        host.stop()
    finish()


if __name__ == "__main__":
    main()
