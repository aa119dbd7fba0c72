"""What the tests of export and import share: the program called on stores, and a server for those on PostgreSQL."""
import contextlib
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))
# pylint: disable=wrong-import-position
from real_host import expect  # noqa: E402


def lines_of(text):
    """By the end of line alone: splitlines knows more of them."""
    return text.split("\n")[:-1]


class Program:
    def __init__(self, path):
        self.path = path

    def call(self, *words, text=None):
        return subprocess.run([self.path, *map(str, words)], input=text or "", capture_output=True, text=True,
                              check=False)

    def told(self, *words, text=None):
        """Exit code, what was printed, and what was said of faults, line by line."""
        done = self.call(*words, text=text)
        return done.returncode, lines_of(done.stdout), lines_of(done.stderr)

    def exported(self, place, *options):
        """The lines behind the header."""
        done = self.call("export", *options, *place)
        expect((done.returncode, done.stderr), (0, ""), f"export of {place}")
        return lines_of(done.stdout)[1:]

    def imported(self, place, file, *options):
        """What an import came to: (calendars, jobs, runs, records), each a list of numbers as they are printed."""
        done = self.call("import", file, *options, *place)
        expect((done.returncode, done.stderr), (0, ""), f"import of {file} into {place}")
        return [[int(word) for word in line.split() if word.isdigit()] for line in done.stdout.splitlines()]


def peak_memory(*command):
    """In MiB; the command is expected to end well."""
    with subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    expect(process.returncode, 0, f"{command[1]} of a large store")
    return usage.ru_maxrss / 1024


@contextlib.contextmanager
def server(private_postgresql):
    """The address of a server of one's own. It goes when its standard input is closed."""
    with subprocess.Popen([private_postgresql], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().strip()
        if not url:
            sys.exit("the database server did not start")
        yield url
        process.stdin.close()
