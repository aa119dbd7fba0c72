"""What tests/run says to a command line that is wrong: one sentence, exit code 2, and nothing is begun.

    commands_refuse.py TESTS_RUN
"""
import os
import subprocess
import sys
import tempfile
import unittest

RUN = sys.argv[1]


class WrongCommandLines(unittest.TestCase):
    def setUp(self):
        # Should a command line be taken after all, this stands in for what would install and build.
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        for program in ("dpkg-query", "apt-get", "sudo", "cmake", "ctest"):
            path = os.path.join(folder.name, program)
            with open(path, "w", encoding="utf-8") as file:
                file.write("#!/bin/sh\necho 'it has begun'\nexit 1\n")
            os.chmod(path, 0o755)
        self.path = folder.name + ":" + os.environ["PATH"]

    def run_with(self, *words):
        return subprocess.run([RUN, *words], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
                              env={**os.environ, "PATH": self.path})

    def test_each_is_told_in_one_sentence(self):
        for words, sentence in [
            (["--preset"], "--preset needs a name, see --help"),
            (["--preset", ""], "--preset needs a name, see --help"),
            (["--preset", "--filter", "x"], "--preset needs a name, see --help"),
            (["asan", "--filter"], "--filter needs a regular expression, see --help"),
            (["--preset", "none"], "unknown preset 'none', expected release, debug, asan or tsan"),
            (["--bogus"], "unknown option '--bogus', see --help"),
        ]:
            with self.subTest(words=words):
                done = self.run_with(*words)
                self.assertEqual((done.returncode, done.stdout, done.stderr), (2, "", f"tests/run: {sentence}\n"))

    def test_a_right_one_is_taken(self):
        done = self.run_with("--preset", "asan", "--filter", "schedule")
        self.assertIn("it has begun", done.stdout)
        self.assertEqual(done.returncode, 1)

    def test_help_asks_for_nothing(self):
        done = self.run_with("--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("--preset PRESET", done.stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
