"""Bad days of a sample host on PostgreSQL: the server is stopped, killed, out of disk, its clock is off by an hour; its
connections are cut again and again, its tables locked for a minute, the database made read-only or brought to a newer
schema. Meanwhile health says what is wrong and the host does not spin; when it is over it goes on by itself, and
nothing is lost or doubled.

    postgresql_days.py SAMPLE_HOST PRIVATE_POSTGRESQL BAD_DISK BAD_CLOCK [DAY...]
"""
import contextlib
import functools
import os
import re
import subprocess
import sys
import time

from bad_day import BadDay, Failed, folder_for, query, run_side_by_side

SETTINGS = ("--catch-up-interval", "50ms")
HOUR = 3600


class Server:
    """A private server, or another database of one."""

    def __init__(self, url, process=None):
        self.url = url
        self.process = process

    def order(self, what):
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        if self.process.stdout.readline() != "done\n":
            raise Failed(f"the server did not {what}")

    def execute(self, *statements):
        command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        for statement in statements:
            command += ["-c", statement]
        said = subprocess.run([*command, self.url], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False)
        if said.returncode != 0:
            raise Failed(f"psql: {said.stderr}")
        return said.stdout.strip()

    def cut_connections(self):
        self.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                     "AND pid <> pg_backend_pid()")

    def other_database(self, name):
        self.execute(f"CREATE DATABASE {name}")
        return Server(re.sub("/[^/]*$", f"/{name}", self.url))


@contextlib.contextmanager
def private_server(program, environment=None):
    """It goes when its standard input is closed, whatever becomes of this process."""
    with subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                          env=dict(os.environ, **(environment or {}))) as process:
        url = process.stdout.readline().strip()
        if not url:
            raise Failed("the database server did not start")
        try:
            yield Server(url, process)
        finally:
            process.stdin.close()


def expect_refused(day, *words):
    """Whoever asks what cannot be answered is told why."""
    said = day.host.call("list")
    if said.returncode == 0 or not all(word in said.stderr for word in words):
        raise Failed(f"list: {said.returncode} {said.stdout} {said.stderr}")
    day.say(f"list says: {said.stderr.strip()}")


# The days of a server of their own.


def server_that_goes_and_comes(day, server):
    day.start()
    server.order("stop")
    day.expect_health("the database cannot be reached", "127.0.0.1", "Connection refused")
    expect_refused(day, "cannot be reached")
    day.hold(8)
    server.order("start")
    day.expect_recovery()
    server.order("kill")
    day.expect_health("the database cannot be reached", "Connection refused")
    server.order("start")
    day.expect_recovery()
    day.judge()


def full_disk(day, server):
    """The commands say much, so that their runs need room."""
    day.start(also="; head -c 40000 /dev/urandom | base64 -w 0")
    tables = server.execute("SHOW data_directory") + "/base"
    day.bad_disk.write_text(f"full {tables}\n")
    day.expect_health(server.url, "No space left on device")
    day.hold(6, silent=False)
    day.bad_disk.write_text("")
    day.expect_recovery()
    day.judge()


def clock_ahead(day, server):
    """Perhaps it leapt by mistake: claims wait for a minute. Then the hour that was left out is caught up."""
    day.start()
    day.bad_clock.write_text(str(HOUR))
    day.clock_ahead = HOUR
    day.expect_clock_offset(HOUR, "the store's clock leapt forward; claims wait")
    day.hold(45)
    day.wait_for_fires()
    day.expect_clock_offset(HOUR)
    # What is put right afterwards is an hour of silence, not a second run of anything.
    day.bad_clock.write_text("0")
    day.wait_for(lambda: day.ask("health")["healthy"], "clocks that agree")
    day.hold(5)
    day.clock_ahead = 0
    day.judge()


def clock_behind(day, server):
    day.start()
    day.bad_clock.write_text(str(-HOUR))
    day.expect_clock_offset(-HOUR)
    day.hold(5)
    day.bad_clock.write_text("0")
    day.expect_health("the store's clock leapt forward; claims wait")
    day.expect_recovery()
    day.judge()


# The days of a database of their own.


def connections_cut(day, server):
    day.start()
    end = time.monotonic() + 8
    while time.monotonic() < end:
        server.cut_connections()
        time.sleep(0.05)
    day.expect_recovery()
    day.judge()


def locked_for_a_minute(day, server):
    day.start()
    with subprocess.Popen(["psql", "-X", "-q", server.url], stdin=subprocess.PIPE, text=True) as other:
        other.stdin.write("BEGIN; LOCK TABLE gateway_scheduler.job, gateway_scheduler.run;\n")
        other.stdin.flush()
        day.expect_health(server.url, "lock timeout")
        expect_refused(day, server.url, "lock timeout")
        day.hold(40)
        other.stdin.close()
    day.expect_recovery()
    day.judge()


def read_only_database(day, server):
    day.start()
    server.execute("ALTER DATABASE read_only_database SET default_transaction_read_only = on")
    server.cut_connections()
    day.expect_health(server.url, "read-only transaction")
    if day.host.call("list").returncode != 0:
        raise Failed("what can be read is not told")
    day.hold(6)
    server.execute("SET default_transaction_read_only = off",
                   "ALTER DATABASE read_only_database RESET default_transaction_read_only")
    server.cut_connections()
    day.expect_recovery()
    day.judge()


def newer_schema(day, server):
    day.start()
    version = query(server.url, "SELECT version FROM schema_version")[0][0]
    server.execute("UPDATE gateway_scheduler.schema_version SET version = 9")
    day.expect_health("schema version 9", "newer than this program knows")
    day.hold(5)
    server.execute(f"UPDATE gateway_scheduler.schema_version SET version = {version}")
    day.expect_recovery()
    day.judge()


ALONE = (server_that_goes_and_comes, full_disk, clock_ahead, clock_behind)
TOGETHER = (connections_cut, locked_for_a_minute, read_only_database, newer_schema)


def spend(day_of, program, server, folder):
    day = BadDay(day_of.__name__, program, folder, server.url, (*SETTINGS, "--storage", server.url))
    day.bad_disk, day.bad_clock = folder / "bad_disk", folder / "bad_clock"
    try:
        day_of(day, server)
    finally:
        if day.host.process and day.host.process.poll() is None:
            day.host.kill()


def spend_alone(day_of, program, private_postgresql, preload):
    with folder_for(day_of.__name__) as folder:
        environment = {"PRIVATE_SERVER_PRELOAD": preload, "BAD_DISK": str(folder / "bad_disk"),
                       "BAD_CLOCK": str(folder / "bad_clock")}
        with private_server(private_postgresql, environment) as server:
            spend(day_of, program, server, folder)


def spend_together(day_of, program, server):
    with folder_for(day_of.__name__) as folder:
        spend(day_of, program, server.other_database(day_of.__name__), folder)


def main():
    program, private_postgresql, bad_disk, bad_clock, *names = sys.argv[1:]
    preloads = {full_disk: bad_disk, clock_ahead: bad_clock, clock_behind: bad_clock}
    with private_server(private_postgresql) as shared:
        days = {day.__name__: functools.partial(spend_alone, day, program, private_postgresql, preloads.get(day, ""))
                for day in ALONE}
        days |= {day.__name__: functools.partial(spend_together, day, program, shared) for day in TOGETHER}
        code = run_side_by_side({name: day for name, day in days.items() if not names or name in names})
    sys.exit(code)


if __name__ == "__main__":
    main()
