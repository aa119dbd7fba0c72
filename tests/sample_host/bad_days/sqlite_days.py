"""Bad days of a sample host on SQLite: its disk is full, read-only, its file is renamed, removed, replaced or damaged,
locked by somebody else for a minute, or brought to a newer schema. Meanwhile health says what is wrong and the host
does not spin; when it is over it goes on by itself, and nothing is lost or doubled.

    sqlite_days.py SAMPLE_HOST BAD_DISK [DAY...]
"""
import functools
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys

from bad_day import PATIENCE, BadDay, Failed, folder_for, query, run_side_by_side

SETTINGS = ("--catch-up-interval", "50ms")
MARK = "out of the backup"


def connect(day):
    """As somebody beside the host would open the file."""
    return sqlite3.connect(day.database, timeout=30, isolation_level=None)


def expect_reads(day):
    """The host still tells what it knows."""
    said = day.host.call("list")
    if said.returncode != 0 or "plain" not in said.stdout:
        raise Failed(f"list: {said.returncode} {said.stdout} {said.stderr}")


def expect_refused_edit(day):
    """Whoever wants to change something is told, and in time."""
    said = day.host.call("pause", "plain")
    if said.returncode == 0:
        raise Failed("a pause was taken that cannot have been stored")
    day.say(f"pause says: {said.stderr.strip()}")


def backup(day):
    """As the sqlite3 shell makes one of a database in use."""
    copy = day.folder / "data" / "backup.db"
    with sqlite3.connect(copy) as target, connect(day) as source:
        source.backup(target)
    return copy


def mark(copy):
    """So that the host tells for good which file it reads."""
    other = sqlite3.connect(copy)
    with other:
        other.execute("UPDATE job SET name = ? WHERE id = 'plain'", (MARK,))
    other.close()


# The days.


def full_disk(day):
    """A small file system of its own where the test may mount one."""
    small = day.folder / "data"
    small.mkdir(mode=0o700)
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m,mode=700", "none", str(small)]
    mounted = os.getuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    if not mounted:
        day.say("no file system may be mounted here: writes are refused by a preloaded library")
    try:
        day.start()
        filler = small / "filler"
        if mounted:
            subprocess.run(["dd", "if=/dev/zero", f"of={filler}", "bs=4096"], capture_output=True, check=False)
        else:
            day.bad_disk.write_text(f"full {small}\n")
        day.expect_health(str(day.database), "cannot grow", "full")
        expect_reads(day)
        day.hold(6)
        filler.unlink() if mounted else day.bad_disk.write_text("")
        day.expect_recovery()
        day.judge()
    finally:
        if mounted:
            day.host.kill()
            subprocess.run(["umount", "-l", str(small)], check=True)


def read_only_disk(day):
    day.start()
    day.bad_disk.write_text(f"read-only {day.folder / 'data'}\n")
    day.expect_health(str(day.database), "cannot be written", "Read-only file system")
    expect_reads(day)
    day.hold(6)
    day.bad_disk.write_text("")
    day.expect_recovery()
    day.judge()
    # A host that is started on such a disk says so and ends.
    day.bad_disk.write_text(f"read-only {day.folder / 'data'}\n")
    command = [day.host.program, "serve", "--data-dir", str(day.folder / "data")]
    said = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                          timeout=PATIENCE, env=day.host.environment)
    if said.returncode != 1 or "Read-only file system" not in said.stderr:
        raise Failed(f"a start on a read-only disk: {said.returncode} {said.stderr}")
    day.say(f"a start says: {said.stderr.strip()}")


def renamed_file(day):
    day.start()
    elsewhere = day.folder / "data" / "elsewhere.db"
    day.database.rename(elsewhere)
    day.expect_health(str(day.database), "was removed or renamed", "put it back")
    expect_reads(day)
    expect_refused_edit(day)
    day.hold(6)
    if day.database.exists():
        raise Failed("a file was made in the place of the one that was renamed")
    elsewhere.rename(day.database)
    day.expect_recovery()
    day.judge()


def removed_file(day):
    """What health says is enough to bring it back."""
    day.start()
    day.database.unlink()
    text = day.expect_health(str(day.database), "was removed or renamed", "/proc/")
    day.hold(3)
    shutil.copyfile(re.search("/proc/[0-9]+/fd/[0-9]+", text)[0], day.database)
    day.expect_recovery()
    day.judge()


def replaced_by_backup(day):
    """What came after the backup is forgotten, which is what a backup is for: such an instant may run once more."""
    day.start()
    copy = backup(day)
    mark(copy)
    day.wait_for_fires()
    os.replace(copy, day.database)
    day.wait_for(lambda: MARK in day.host.call("show", "plain").stdout, "the backup is there")
    day.expect_recovery()
    day.judge(executions=False)


def damaged_file(day):
    day.start()
    copy = backup(day)
    with connect(day) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with open(day.database, "r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(4096)
        file.write(b"\x5a" * (size - 4096))
    day.expect_health(str(day.database), "is damaged", "malformed", "backup")
    day.hold(6, silent=False)
    os.replace(copy, day.database)
    day.expect_recovery()
    day.judge(executions=False)
    if query(day.database, "PRAGMA integrity_check") != [("ok",)]:
        raise Failed("the backup was damaged too")


def locked_for_a_minute(day):
    day.start()
    other = connect(day)
    other.execute("BEGIN EXCLUSIVE")
    day.expect_health(str(day.database), "is locked by another program")
    expect_reads(day)
    day.hold(50)
    other.execute("ROLLBACK")
    other.close()
    day.expect_recovery()
    day.judge()


def newer_schema(day):
    day.start()
    with connect(day) as other:
        version = other.execute("PRAGMA user_version").fetchone()[0]
        other.execute("PRAGMA user_version = 9")
    day.expect_health(str(day.database), "schema version 9", "newer than this program knows")
    expect_reads(day)
    day.hold(3)
    with connect(day) as other:
        other.execute(f"PRAGMA user_version = {version}")
    day.expect_recovery()
    day.judge()


DAYS = (full_disk, read_only_disk, renamed_file, removed_file, replaced_by_backup, damaged_file, locked_for_a_minute,
        newer_schema)


def spend(day_of, program, bad_disk):
    name = day_of.__name__
    with folder_for(name) as folder:
        (folder / "bad_disk").write_text("")
        asan = os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
        environment = dict(os.environ, LD_PRELOAD=bad_disk, BAD_DISK=str(folder / "bad_disk"), ASAN_OPTIONS=asan)
        day = BadDay(name, program, folder, settings=SETTINGS,
                     environment=environment if day_of in (full_disk, read_only_disk) else None)
        day.bad_disk = folder / "bad_disk"
        try:
            day_of(day)
        finally:
            if day.host.process and day.host.process.poll() is None:
                day.host.kill()


def main():
    program, bad_disk, *names = sys.argv[1:]
    chosen = [day for day in DAYS if not names or day.__name__ in names]
    sys.exit(run_side_by_side({day.__name__: functools.partial(spend, day, program, bad_disk) for day in chosen}))


if __name__ == "__main__":
    main()
