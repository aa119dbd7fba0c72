"""The sample host on a data directory of its own, and a list of what is not as it should be."""
import json
import signal
import subprocess
import sys
import time

problems = []


def expect(found, expected, what):
    if found != expected:
        problems.append(f"{what}:\n  expected {expected!r}\n  found    {found!r}")


class Host:
    """The sample host on one data directory."""

    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.process = None

    def start(self, *options):
        log = open(self.folder / "host.log", "ab")
        command = [self.program, "serve", "--data-dir", str(self.folder / "data"), *options]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_until(lambda: self.process.poll() is not None or self.call("health").returncode != 3)
        if self.process.poll() is not None:
            sys.exit("the host did not start: " + (self.folder / "host.log").read_text()[-2000:])

    def call(self, *words):
        """A command of two words such as `calendar set` takes its options after both."""
        head = 2 if words[0] == "calendar" else 1
        command = [self.program, *words[:head], "--data-dir", str(self.folder / "data"), *words[head:]]
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)

    def told(self, *words):
        """Exit code, what was printed, and the first line of the fault."""
        done = self.call(*words)
        return done.returncode, done.stdout, done.stderr.split("\n")[0]

    def job(self, name):
        return json.loads(self.call("show", name, "--json").stdout)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        expect(self.process.wait(timeout=60), 0, "the host's exit code")

    def kill(self):
        self.process.kill()
        self.process.wait()


def wait_until(holds):
    deadline = time.monotonic() + 60
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def finish():
    """Tells what was found; ends the process with 1 if it was not well."""
    if problems:
        sys.exit("\n".join(problems))
    print("all as expected")
