"""The sample host with the kit in place of the scheduler: its storage, its executor and its notifier pass, and a verdict
that is not good ends the host with exit code 1.

    sample_host_test.py SAMPLE_HOST KIT STORAGE_ONLY
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import unittest.mock
import xml.etree.ElementTree

SAMPLE_HOST, KIT, STORAGE_ONLY = sys.argv[1:4]
PREFIX = "GATEWAY_SCHEDULER_CONFORMANCE_"


class SampleHostTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_with(self, command, **settings):
        """Runs it with these settings of the kit; returns the ended process, the lines of the TAP and the XML's root."""
        files = {"TAP": self.folder / "verdict.tap", "JUNIT": self.folder / "verdict.xml"}
        environment = {PREFIX + name: str(value) for name, value in {**files, **settings}.items()}
        ended = subprocess.run(command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, text=True,
                               capture_output=True, timeout=150, check=False)
        lines = files["TAP"].read_text(encoding="utf-8").splitlines()
        return ended, lines, xml.etree.ElementTree.parse(files["JUNIT"]).getroot()

    def serve(self, **settings):
        command = [SAMPLE_HOST, "serve", "--plugin", KIT, "--data-dir", str(self.folder / "data"),
                   "--listen", "127.0.0.1:0"]
        return self.run_with(command, TERMINATE=1, **settings)

    def test_passes_every_check_and_ends_by_itself(self):
        ended, lines, root = self.serve(PAYLOAD='{"command":["true"]}', FAILING_PAYLOAD='{"command":["false"]}',
                                        LONG_PAYLOAD='{"command":["sleep","600"]}')
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertEqual([line for line in lines if line.startswith("not ok")], [])
        skipped = [line.split(" - ")[1].split(" #")[0] for line in lines if "# SKIP" in line]
        self.assertEqual(skipped, ["clock.boottime", "clock.realtime", "metrics.kinds", "metrics.threads",
                                   "storage.calendars.ranges", "executor.progress.known"])
        self.assertEqual(lines[1], f"1..{len(root.findall('.//testcase'))}")
        self.assertIn("conformance: ", ended.stderr)

    def test_ends_with_an_error_when_a_check_fails(self):
        ended, lines, root = self.serve(PAYLOAD='{"command":["false"]}', ONLY="executor.start")
        self.assertEqual(ended.returncode, 1)
        self.assertRegex(ended.stderr, "sample-host: the scheduler does not start: conformance: .* failed")
        self.assertTrue(any(line.startswith("not ok 2 - executor.start.succeeds") for line in lines), lines)
        self.assertNotEqual(root.findall(".//failure"), [])


class StorageOnlyTest(SampleHostTest):
    """The program of the README."""

    def test_passes_every_check_and_ends_by_itself(self):
        # It ends without stopping what it has loaded, which LeakSanitizer, in a build with it, cannot look through.
        options = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
        with unittest.mock.patch.dict(os.environ, ASAN_OPTIONS=options):
            ended, lines, _ = self.run_with([STORAGE_ONLY, KIT])
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertIn("ok 8 - storage.table", lines)

    def test_ends_with_an_error_when_a_check_fails(self):
        ended, _, _ = self.run_with([STORAGE_ONLY, KIT], ONLY="nothing")
        self.assertEqual(ended.returncode, 1)
        self.assertIn("names no check", ended.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
