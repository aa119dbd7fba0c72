"""The kinds of jobs that the tests run while hosts come and go, and what each may and must leave on record."""
import sys
import time
import typing

from rows import query


class Kind(typing.NamedTuple):
    """What jobs say beside their schedule, how often they fire and how long their runs take, in seconds. What is missed
    is made up for one by one, a second apart: jobs that owe every instant fire more rarely, or they never catch up."""

    name: str
    period: int
    takes: tuple
    settings: tuple = ()


KINDS = (
    Kind("plain", 1, (0, 0.3, 0.9)),
    Kind("queue", 3, (0, 1.5, 2.4), ("--overlap", "queue")),
    Kind("parallel", 1, (1.6, 2.5), ("--overlap", "parallel", "--max-active", "2")),
    Kind("replace", 1, (0.3, 1.5), ("--overlap", "replace")),
    Kind("all", 2, (0, 0.8), ("--catch-up", "all")),
    Kind("skip", 1, (0, 0.8), ("--catch-up", "skip")),
    Kind("slow", 1, (0.7, 1.3)),  # skipped for overlap now and then
)


def add_jobs(host, count, executions):
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        takes = kind.takes[number // len(KINDS) % len(kind.takes)]
        script = f'echo "$JOB_ID $DUE_AT $ATTEMPT" >> "{executions}"'
        if takes:  # still going when the host is killed
            script += f"; sleep {takes}"
        schedule = ("--schedule", f"@every {kind.period}s")
        added = host.call("add", f"{kind.name}-{number}", *schedule, *kind.settings, "--", "/bin/sh", "-c", script)
        if added.returncode != 0:
            sys.exit(f"add failed: {added.stderr}")


# What a kind of job may never have on record, or must have after enough kills and downtimes: (kind, what, a condition on
# runs, records or pairs of runs).
RECORDS = "SELECT count(*) FROM record AS row WHERE job_id LIKE ? AND "
RUNS = "SELECT count(*) FROM run AS row WHERE job_id LIKE ? AND "
MORE_THAN_TWO_AT_ONCE = """(SELECT count(*) FROM run AS other WHERE other.job_id = row.job_id
    AND other.started_at <= row.started_at AND other.finished_at > row.started_at AND other.outcome <> 'lost') > 2"""
NEVER = (
    ("queue", "skipped for overlap", RECORDS + "reason = 'overlap'"),
    ("replace", "skipped for overlap", RECORDS + "reason = 'overlap'"),
    ("all", "merged", RECORDS + "kind = 'merged'"),
    ("queue", "merged", RECORDS + "kind = 'merged'"),
    ("skip", "merged", RECORDS + "kind = 'merged'"),
    ("parallel", "run thrice at once", RUNS + MORE_THAN_TWO_AT_ONCE),
)
AT_LEAST_ONCE = (
    ("plain", "merged", RECORDS + "kind = 'merged'"),
    ("slow", "skipped for overlap", RECORDS + "reason = 'overlap'"),
    ("parallel", "skipped for overlap", RECORDS + "reason = 'overlap'"),
    ("replace", "replaced", RUNS + "outcome = 'canceled' AND reason = 'replaced'"),
    ("skip", "missed", RECORDS + "kind = 'missed'"),
    ("queue", "claimed a second late", RUNS + "claimed_at > due_at + 1000000"),
    ("all", "claimed a second late", RUNS + "claimed_at > due_at + 1000000"),
)


def count(database, kind, sql):
    return query(database, sql, (kind + "-%",))[0][0]


def not_tested(database):
    return [f"{kind}: never {what}: that was not tested" for kind, what, sql in AT_LEAST_ONCE
            if not count(database, kind, sql)]


def wait_until_tested(database):
    """Until each setting has mattered, a minute at most: between kills a host may never be up for as long as it takes
    two runs to be in the way of a third."""
    deadline = time.monotonic() + 60
    while not_tested(database) and time.monotonic() < deadline:
        time.sleep(0.05)


def check_settings(database):
    """Each kind of job has kept to what it says, and what it says has mattered."""
    problems = [f"{kind}: {times} times {what}, expected never" for kind, what, sql in NEVER
                if (times := count(database, kind, sql))]
    return problems + not_tested(database)
