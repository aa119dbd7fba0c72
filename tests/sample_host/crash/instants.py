"""What must be so of the instants of `@every` jobs after hosts have come and gone: each is on record exactly once."""
import collections
import re
import time

from rows import query

SECOND = 1_000_000
OF_THE_TEST = " WHERE id NOT LIKE 'system/%'"  # and not the scheduler's own


def period_of(schedule):
    """Microseconds between two instants."""
    return int(re.fullmatch("@every ([0-9]+)s", schedule)[1]) * SECOND


def wait_until_caught_up(database, clock_ahead=0):
    """Until no job has an instant from before this call that is not disposed of; the store's clock may be ahead, in
    seconds."""
    now = time.time_ns() // 1000 + clock_ahead * SECOND

    def behind():
        jobs = query(database, "SELECT id, schedule, cursor FROM job" + OF_THE_TEST)
        return [job for job, schedule, cursor in jobs if cursor is None or cursor + period_of(schedule) <= now]

    deadline = time.monotonic() + 60
    while behind() and time.monotonic() < deadline:
        time.sleep(0.05)
    return [f"{job} has not caught up a minute after a restart" for job in behind()]


def check_instants(database):
    """Each instant of the grid, from when its job was added on, in exactly one run or record."""
    problems = []
    jobs = query(database, "SELECT id, schedule, created_at, cursor FROM job" + OF_THE_TEST)
    for job, schedule, created_at, cursor in jobs:
        period = period_of(schedule)
        disposed = collections.Counter()
        runs = query(database, "SELECT due_at FROM run WHERE job_id = ? AND \"trigger\" = 'schedule'", (job,))
        disposed.update(due for (due,) in runs)
        sql = "SELECT first_due, last_due, count FROM record WHERE job_id = ? AND kind <> 'event'"
        for first, last, count in query(database, sql, (job,)):
            instants = range(first, last + 1, period)
            if count != len(instants):
                problems.append(f"{job}: a record counts {count} instants and spans {len(instants)}")
            disposed.update(instants)
        if not disposed:
            problems.append(f"{job}: nothing ever happened")
            continue
        # The first fire is planned a moment before the row is written, so that one instant may lie in between.
        first = created_at // period * period + period
        if min(disposed) < first - period:
            problems.append(f"{job}: instant {min(disposed)} is from before the job was added at {created_at}")
        for instant in range(min(first, min(disposed)), cursor + 1, period):
            if disposed[instant] != 1:
                problems.append(f"{job}: instant {instant} is on record {disposed[instant]} times")
        if max(disposed) != cursor:
            problems.append(f"{job}: the cursor is {cursor}, the last instant disposed of is {max(disposed)}")
    return problems


def check_executions(executions):
    lines = executions.read_text().splitlines() if executions.exists() else []
    twice = [line for line, times in collections.Counter(lines).items() if times > 1]
    return [f"executed twice: {line}" for line in twice], len(lines)
