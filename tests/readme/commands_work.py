"""Does what README.md tells people to type, as it stands there, and holds that they see what it shows.

    commands_work.py by-hand BUILD_FOLDER
    commands_work.py own-gateway BUILD_FOLDER MEMORY_STORAGE_LIBRARY
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIMEOUT = 120


def blocks_of(section):
    """The indented blocks of a section of the README, without their indentation."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    body = re.search(rf"^## {re.escape(section)}\n(.*?)(?=^## )", text, re.DOTALL | re.MULTILINE)[1]
    body = re.sub(r"^```.*?^```$", "", body, flags=re.DOTALL | re.MULTILINE)
    blocks = re.findall(r"(?:^    .*\n|^\n(?=    ))+", body, re.MULTILINE)
    return ["".join(line[4:] if line.strip() else line for line in block.splitlines(keepends=True)).strip("\n")
            for block in blocks]


def bash(script, folder, **variables):
    """What it prints, errors included."""
    environment = {**os.environ, "HOME": str(folder), "TZ": "UTC", **variables}
    environment.pop("XDG_STATE_HOME", None)
    done = subprocess.run(["bash", "-c", script], cwd=folder, env=environment, text=True, timeout=TIMEOUT,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.returncode, done.stdout


def by_hand(folder):
    session, stop, *shown = blocks_of("Try it by hand")
    finished = "until sample-host runs report --json | grep -q 'time for the report'; do sleep 0.1; done"
    leave_nothing = "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT"  # whatever fails
    code, output = bash("\n".join(["set -e", leave_nothing, session, finished, stop]), folder)
    if code != 0:
        sys.exit(f"the session ended with {code}:\n{output}")
    for expected in ("created\n", "report            0 9 * * MON-FRI  Europe/Lisbon", "info ended\n"):
        if expected not in output:
            sys.exit(f"the session does not show {expected!r}:\n{output}")
    data = folder / ".local/state/gateway-scheduler"
    if not (data / "scheduler.db").exists():
        sys.exit(f"the data do not lie in {data}")
    if len(shown) < 3:
        sys.exit(f"expected some commands, each with what it prints, and found {len(shown)}")
    for command, expected in (block.split("\n\n", 1) for block in shown):
        _, output = bash(f"PATH=$PWD/build/release/bin:$PATH\n{command}", folder)
        if output.rstrip("\n") != expected:
            sys.exit(f"README.md shows for {command}:\n{expected}\n\nbut it is:\n{output}")


def own_gateway(folder, library):
    install, *build_and_start = blocks_of("In your own gateway")[0].splitlines()
    installed = folder / "installed"
    # No root is needed: what would go to /usr/local goes below the folder.
    sudo = folder / "sudo"
    sudo.write_text('#!/bin/sh\nexec "$@"\n', encoding="utf-8")
    sudo.chmod(0o755)
    shutil.copy(ROOT / "tests/readme/example_gateway.cpp", folder / "gateway.cpp")
    shutil.copy(ROOT / "tests/host_api/memory_storage.h", folder)
    subprocess.run(["ld", "-r", "-o", folder / "your_storage.o", "--whole-archive", library], check=True)
    steps = [
        "set -e",
        f"PATH={folder}:$PATH",
        f"DESTDIR={installed} {install}",
        f"sed -i 's|^prefix=|&{installed}|' {installed}/usr/local/lib/pkgconfig/gateway-scheduler.pc",
        f"export PKG_CONFIG_PATH={installed}/usr/local/lib/pkgconfig",
        *build_and_start,
    ]
    code, output = bash("\n".join(steps), folder)
    if code != 0 or output.count("Say hello to everybody.") < 3:
        sys.exit(f"the gateway ended with {code}:\n{output}")


def main():
    what, build, *more = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "build").mkdir()
        (folder / "build/release").symlink_to(build)
        if what == "by-hand":
            by_hand(folder)
        else:
            own_gateway(folder, *more)


if __name__ == "__main__":
    main()
