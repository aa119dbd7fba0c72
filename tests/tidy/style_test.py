#!/usr/bin/env python3
"""Each rule of style.py is seen to find its fault, and a clean tree is seen to have none."""

import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent))
import style  # noqa: E402

OPENING = "// What it is for.\n"


class StyleTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)
        self.write("host-api/gateway_scheduler/abi.h", OPENING)
        self.write("plugin/schedule/zone.h", OPENING)
        self.write("plugin/engine/engine.h", OPENING + '#include "schedule/zone.h"\n')
        self.write("plugin/runtime/loop.cpp", OPENING + '#include "engine/engine.h"\n#include <thread>\n')
        self.write("plugin/abi/entry.cpp", OPENING + "void f() { try { g(); } catch (...) {} }\n")
        self.write("sample-host/main.cpp", OPENING + "#include <gateway_scheduler/abi.h>\n")

    def tearDown(self):
        self.folder.cleanup()

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def assert_fault(self, *words):
        faults = style.check(self.root)
        self.assertEqual(len(faults), 1, faults)
        for word in words:
            self.assertIn(word, faults[0])

    def test_a_clean_tree_has_no_fault(self):
        self.assertEqual(style.check(self.root), [])

    def test_the_sample_host_may_not_include_the_plugin(self):
        self.write("sample-host/a.cpp", OPENING + '#include "engine/engine.h"\n')
        self.assert_fault("sample-host/a.cpp:2", "plugin/")

    def test_the_sample_host_has_a_plugin_folder_of_its_own(self):
        self.write("sample-host/plugin/plugin.h", OPENING)
        self.write("sample-host/a.cpp", OPENING + '#include "plugin/plugin.h"\n')
        self.assertEqual(style.check(self.root), [])

    def test_the_sample_host_may_not_name_the_plugins_folder_in_its_build(self):
        self.write("sample-host/CMakeLists.txt", "target_include_directories(x PRIVATE ${PROJECT_SOURCE_DIR}/plugin)\n")
        self.assert_fault("sample-host/CMakeLists.txt:1")

    def test_the_contract_depends_on_nobody(self):
        self.write("host-api/gateway_scheduler/run.h", OPENING + '#include "../../sample-host/main.cpp"\n')
        self.assert_fault("run.h:2", "depends on nobody")

    def test_layers_look_down_only(self):
        self.write("plugin/schedule/a.cpp", OPENING + '#include "engine/engine.h"\n')
        self.assert_fault("plugin/schedule/a.cpp:2", "schedule <- engine")

    def test_the_pure_layers_have_no_threads(self):
        self.write("plugin/engine/a.cpp", OPENING + "#include <mutex>\n")
        self.assert_fault("plugin/engine/a.cpp:2", "<mutex>")

    def test_the_pure_layers_read_no_clock(self):
        self.write("plugin/engine/a.cpp", OPENING + "auto t = std::chrono::system_clock::now();\n")
        self.assert_fault("plugin/engine/a.cpp:2", "clock")

    def test_a_comment_is_no_code(self):
        self.write("plugin/engine/a.cpp", OPENING + "// #include <mutex>\n/* clock::now() */\n")
        self.assertEqual(style.check(self.root), [])

    def test_only_the_door_catches_everything(self):
        self.write("plugin/runtime/a.cpp", OPENING + "void f() { try { g(); } catch (...) {} }\n")
        self.assert_fault("plugin/runtime/a.cpp:2", "abi/")

    def test_no_thread_is_detached(self):
        self.write("plugin/runtime/a.cpp", OPENING + "void f() { thread.detach(); }\n")
        self.assert_fault("plugin/runtime/a.cpp:2", "detached")

    def test_a_file_has_400_lines_at_most(self):
        self.write("plugin/engine/a.cpp", OPENING + "int a;\n" * 399)
        self.assertEqual(style.check(self.root), [])
        self.write("plugin/engine/a.cpp", OPENING + "int a;\n" * 400)
        self.assert_fault("plugin/engine/a.cpp", "401 lines")

    def test_a_file_opens_with_what_it_is_for(self):
        self.write("plugin/engine/a.cpp", "int a;\n")
        self.assert_fault("plugin/engine/a.cpp:1", "opens")
        self.write("plugin/engine/a.h", OPENING)
        self.assertEqual(style.check(self.root), [])

    def test_the_root_has_agreed_entries_only(self):
        self.write("notes.txt", "")
        self.assert_fault("notes.txt")

    def test_nothing_is_left_over(self):
        self.write("tests/README.md", "TO" + "DO: write it\n")
        self.assert_fault("tests/README.md:1", "left over")


if __name__ == "__main__":
    unittest.main()
