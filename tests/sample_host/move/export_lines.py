"""Lines of an export as a test wants them: jobs of every kind and at every bound, with history, in the order and form
in which the program itself writes them."""
import base64
import json
import uuid

NOON = "2026-01-01T12:00:00Z"
SCHEDULES = ("0 9 * * MON-FRI", "30 0 9 1 1 ? 2090", "@daily", "@every 90s", "@every 1h/5m", "@every 1d", "@every 1mo",
             "@every 5m from start", "@every 5m from completion", "@at 2090-12-24T18:00:00", "@reboot", "@manual",
             "H H * * *", "0 9 13 * +FRI", "0 9 L * *", "0 9 15W * *", "0 9 * * MON#2")
# One character of each plane that has any, and those that encodings stumble over; the last is U+F8FF, which the
# PostgreSQL storage marks NUL with.
PLANES = "".join(chr((plane << 16) + 0x1234) for plane in range(17)) + "\ufffd\uffff\u2028\ud7ff\ue000\uf8ff"
NASTY = 'quote " backslash \\ slash / tab \t line \n return \r delete \x7f'


def header(**changed):
    return {"type": "header", "format": "gateway-scheduler-export", "version": 1, "exported_at": NOON,
            "store": "sqlite", "schema": 3, "history": True, "sample_host": "0.1.0", **changed}


def calendar(name, *days):
    return {"type": "calendar", "calendar": {"name": name, "days": list(days)}}


def definition(job_id, **changed):
    return {"id": job_id, "name": None, "owner": None, "labels": {}, "schedule": "@manual", "zone": "UTC",
            "calendars": [], "start_at": None, "end_at": None, "max_runs": 0, "jitter": "0s", "dst_gap": "run_after",
            "dst_overlap": "first", "overlap": "skip", "catch_up": "latest", "retry_on": "temporary",
            "on_lost": "report", "class": "light", "max_active": 1, "concurrency_key": None, "catch_up_window": "1d",
            "catch_up_limit": 100, "start_deadline": None, "timeout": "30m", "stall_timeout": None, "retries": 3,
            "retry_delay": "1s", "retry_max_delay": "1h", "priority": 0, "disable_after_failures": 0,
            "notify_on": ["completed", "failed", "disabled"], "paused": False, "pause_reason": None,
            "delete_when_finished": False, **changed}


def state(**changed):
    return {"revision": 1, "created_at": NOON, "updated_at": NOON, "disabled": False, "next_fire": None,
            "fire_at": None, "look_at": None, "cursor": None, "fires": 0, "failures_in_row": 0, "tzdata_version": None,
            **changed}


def counters(**changed):
    return {"succeeded": 0, "failed": 0, "last_outcome": None, "last_fired_at": None, "last_success_at": None,
            **changed}


def job(job_id, payload=None, of_state=None, of_counters=None, **changed):
    line = {"type": "job", "definition": definition(job_id, **changed)}
    line.update(payload if payload is not None else {"payload": {"command": ["true"]}})
    line["state"] = state(**(of_state or {}))
    line["counters"] = counters(**(of_counters or {}))
    return line


def run(number, job_id, output=None, **changed):
    line = {"type": "run", "id": row_id(number), "job_id": job_id, "of_present_job": True, "revision": 1,
            "trigger": "schedule", "due_at": NOON, "state": "closed", "outcome": "succeeded", "reason": None,
            "late_result": None, "merged": 0, "attempt": 1, "attempt_spent": True, "cancel_requested": False,
            "announced": True, "claimed_at": NOON, "started_at": NOON, "finished_at": NOON, "wake_at": None,
            "epoch": 1, "instance": "default", "incarnation": row_id(1), "concurrency_key": "\x01" + job_id,
            "error": None, **(output or {}), "truncated": False}
    return {**line, **changed}


def record(number, job_id, **changed):
    return {"type": "record", "id": row_id(number), "job_id": job_id, "of_present_job": True, "kind": "missed",
            "reason": "window", "first_due": NOON, "last_due": NOON, "count": 1, "run_id": None, "announced": True,
            "wake_at": None, "at": NOON, "instance": "default", "incarnation": row_id(1), "detail": None, **changed}


def row_id(number):
    return str(uuid.UUID(int=(0x01900000 << 96) + (7 << 76) + (2 << 62) + number))


def base64_of(data):
    return base64.b64encode(data).decode()


def end(lines):
    def count(kind):
        return sum(line["type"] == kind for line in lines)
    return {"type": "end", "calendars": count("calendar"), "jobs": count("job"), "runs": count("run"),
            "records": count("record")}


def export(*lines, **of_header):
    """The lines in their order, with header and end."""
    kinds = ("calendar", "job", "run", "record")

    def key(line):
        name = line["calendar"]["name"] if line["type"] == "calendar" else line.get("id") or line["definition"]["id"]
        return kinds.index(line["type"]), name.encode()
    ordered = sorted(lines, key=key)
    return [header(**of_header), *ordered, end(ordered)]


def text_of(lines):
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def everything():
    """Jobs of every schedule, with every word and at every bound; payloads and outputs of every form; history."""
    later = {"next_fire": "2090-01-01T09:00:00Z", "fire_at": "2090-01-01T09:00:00.000001Z",
             "look_at": "2090-01-01T09:00:00.000001Z"}
    start = {"fire_at": "at_start", "look_at": "at_start"}
    jobs = []
    for number, schedule in enumerate(SCHEDULES):
        fires = start if schedule == "@reboot" else {} if schedule == "@manual" else later
        jobs.append(job(f"schedule-{number:02}", schedule=schedule, of_state=fires,
                        start_at=NOON if "start" in schedule else None))
    jobs += [
        job("\u00e9" * 127, name="n" * 255, owner="o" * 255, labels={f"{n:03}" + "k" * 252: "v" * 255 for n in range(32)},
            zone="America/Argentina/ComodRivadavia", calendars=["holidays", PLANES], pause_reason="r" * 1024,
            paused=True, concurrency_key="c" * 255),
        job("planes " + PLANES, name=PLANES, owner=PLANES, labels={PLANES: PLANES}, concurrency_key=PLANES),
        job("words", dst_gap="skip", dst_overlap="both", overlap="replace", catch_up="all", retry_on="any",
            on_lost="run_again", **{"class": "resource-intensive"}, notify_on=[], delete_when_finished=True),
        job("other words", dst_overlap="last", overlap="queue", catch_up="skip", **{"class": "medium"},
            notify_on=["completed", "failed", "canceled", "skipped", "missed", "disabled"]),
        job("most", overlap="parallel", max_active=1000, max_runs=2**63 - 1, jitter="366d", catch_up_window="366d",
            catch_up_limit=10000, start_deadline="366d", timeout="366d", stall_timeout="366d", retries=1000,
            retry_delay="366d", retry_max_delay="366d", priority=1000, disable_after_failures=2**31 - 1,
            start_at="1970-01-01T00:00:00.000001Z", end_at="9999-12-31T23:59:59.999999Z"),
        job("least", catch_up_window="1ms", catch_up_limit=1, timeout="1ms", retries=0, retry_delay="1ms1us",
            retry_max_delay="1ms", priority=-1000),
        job("disabled", paused=True, pause_reason="five failures", of_state={
            "disabled": True, "revision": 7, "failures_in_row": 5, "fires": 2**40, "cursor": "2026-01-01T11:00:00Z",
            "next_fire": "2026-01-02T11:00:00Z", "tzdata_version": "2026c"},
            of_counters={"succeeded": 3, "failed": 2**40, "last_outcome": "timed_out", "last_fired_at": NOON,
                         "last_success_at": "2025-12-31T23:59:59.999999Z"}),
        job("payload none", payload={}),
        job("payload planes", payload={"payload": {"command": ["echo", PLANES, NASTY.replace("\x7f", "")]}}),
        job("payload spaced", payload={"payload_text": '{ "command": ["true"] }'}),
        job("payload deep", payload={"payload_text": "[" * 32 + "]" * 32}),
        job("payload nul", payload={"payload_base64": base64_of(bytes(range(128)) * 3)}),
        job("payload text", payload={"payload_text": NASTY + PLANES}),
        job("payload bytes", payload={"payload_base64": base64_of(bytes(range(256)))}),
        job("payload one byte", payload={"payload_base64": base64_of(b"\xff")}),
        job("payload two bytes", payload={"payload_base64": base64_of(b"\xff\xfe")}),
        job("payload large", payload={"payload_text": "\u00e9" * (8 * 1024 * 1024)}),
        job("payload large bytes", payload={"payload_base64": base64_of(b"\x00\xff" * (8 * 1024 * 1024))}),
    ]
    outcomes = ("succeeded", "failed", "timed_out", "canceled", "lost", "rejected", "skipped", "expired")
    history = [run(100 + n, "words", outcome=outcome, trigger="manual", due_at="2026-01-01T12:00:00.000007Z")
               for n, outcome in enumerate(outcomes)]
    history += [
        run(201, "words", {"output_base64": base64_of(b"\x00\xff\xfe")}, truncated=True, error=NASTY + "\x00" + PLANES),
        run(202, "words", {"output_text": PLANES + NASTY}, merged=-1, late_result="failed_temporarily", reason="fenced"),
        run(203, "words", {"output_text": "x" * 65536}, attempt=2**31 - 1, epoch=2**63 - 1, announced=False,
            wake_at=NOON),
        run(204, "words", state="waiting", outcome=None, finished_at=None, announced=False, wake_at=NOON,
            cancel_requested=True, attempt_spent=False, instance="another", incarnation=row_id(2)),
        run(205, "words", state="running", outcome=None, finished_at=None, announced=False),
        run(206, "words", state="claimed", outcome=None, finished_at=None, started_at=None, announced=False),
        run(207, "words", of_present_job=False),
        run(208, "a job that was removed", of_present_job=False),
    ]
    reasons = ("overlap", "executor_busy", "gate", "window", "catch_up", "start_deadline", "paused", "edited",
               "removed", "calendar", "requested", "stopped", "fenced", "replaced", "stalled", "unreadable",
               "bad_schedule", "failures", "rederived", "finished", "limit", None)
    history += [record(300 + n, "words", reason=reason, detail=PLANES + "\x00") for n, reason in enumerate(reasons)]
    history += [record(400 + n, "words", kind=kind, run_id=row_id(100), count=-1, first_due=None, last_due=None,
                       announced=False, wake_at=NOON)
                for n, kind in enumerate(("skipped", "missed", "merged", "expired", "event"))]
    calendars = [calendar("holidays", "2026-12-25", "2026-12-28..2026-12-31"), calendar("empty"),
                 calendar(PLANES, "1970-01-01", "2199-12-31")]
    return export(*calendars, *jobs, *history)


def many(count, history=False):
    """So many jobs, and a run of each."""
    jobs = [job(f"job-{number:07}", schedule="0 9 * * *", payload={"payload": {"command": ["echo", "x" * 100]}},
                of_state={"next_fire": "2090-01-01T09:00:00Z", "fire_at": "2090-01-01T09:00:00Z",
                          "look_at": "2090-01-01T09:00:00Z"}) for number in range(count)]
    runs = [run(1000 + number, f"job-{number:07}", {"output_text": "y" * 100}) for number in range(count)]
    return export(*jobs, *(runs if history else []))
