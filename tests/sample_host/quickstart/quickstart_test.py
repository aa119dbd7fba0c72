"""The quickstart on a build that is there: it shows at least ten fires in twenty seconds, ends well by itself and upon
Ctrl-C, and leaves nothing behind, neither a file nor a process.

    quickstart_test.py QUICKSTART BUILD_FOLDER
"""
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import unittest

QUICKSTART, BUILD = sys.argv[1:3]


def processes_about(folder):
    """Command lines that name the folder."""
    found = []
    for file in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = file.read_bytes()
        except OSError:
            continue  # it has ended
        if folder.encode() in words:
            found.append(words.replace(b"\0", b" ").decode(errors="replace"))
    return found


class QuickstartTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def start(self, *options):
        return subprocess.Popen([QUICKSTART, "--build", BUILD, *options], stdin=subprocess.DEVNULL, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
                                env={**os.environ, "TMPDIR": self.folder})

    def assert_ended_well(self, process, shown):
        """Returns how many fires its last line counts; all of them succeeded."""
        self.assertEqual(process.wait(), 0, shown)
        self.assertEqual(os.listdir(self.folder), [], "a file is left")
        self.assertEqual(processes_about(self.folder), [], "a process is left")
        last = re.fullmatch(r"(\d+) fires, (\d+) succeeded, the latest \d+ ms after its time", shown.splitlines()[-1])
        self.assertTrue(last, shown)
        self.assertEqual(last[1], last[2], shown)
        return int(last[1])

    def test_twenty_seconds_show_ten_fires(self):
        process = self.start("--for", "20s")
        shown = process.stdout.read()
        fires = self.assert_ended_well(process, shown)
        self.assertGreaterEqual(fires, 10, shown)
        self.assertRegex(shown, "every-two-seconds +[0-9]+ ms late  succeeded  tick of ")
        self.assertRegex(shown, "once-in-five-seconds .* asked on standard input to say hello")
        self.assertNotIn("== packages", shown, "nothing is installed")
        self.assertNotIn("== build", shown, "nothing is built")

    def test_ctrl_c_ends_it_well(self):
        process = self.start()
        shown = ""
        while "succeeded" not in shown:
            line = process.stdout.readline()
            self.assertTrue(line, shown)
            shown += line
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does it: the host gets it too
        shown += process.stdout.read()
        self.assertGreaterEqual(self.assert_ended_well(process, shown), 1)


class OptionsTest(unittest.TestCase):
    def refusal(self, *options):
        done = subprocess.run([QUICKSTART, *options], stdin=subprocess.DEVNULL, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        return done.stderr.splitlines()[0]

    def test_what_is_wrong_is_named_before_anything_is_done(self):
        self.assertEqual(self.refusal("--build"), "quickstart: --build needs a directory")
        self.assertEqual(self.refusal("--build", "/no/such"),
                         'quickstart: there is no bin/sample-host in "/no/such", expected a directory it was built in')
        self.assertEqual(self.refusal("--for"), "quickstart: --for needs a duration such as 20s")
        self.assertEqual(self.refusal("--for=soon"),
                         'quickstart: "soon" is not a duration, expected for example 20s, 2m or 1h')

    def test_help_names_the_options(self):
        shown = subprocess.run([QUICKSTART, "--help"], capture_output=True, text=True, check=True).stdout
        self.assertIn("--build DIR", shown)
        self.assertIn("--for DURATION", shown)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
