#!/usr/bin/env python3
"""The rules of the house that no compiler holds. usage: style.py ROOT. Prints each fault; exit code 1 if there is one."""

import pathlib
import re
import sys

LAYERS = ["schedule", "engine", "runtime", "abi"]
PURE_LAYERS = ["schedule", "engine"]
IMPURE_HEADERS = re.compile(
    r"^(thread|mutex|shared_mutex|condition_variable|future|fstream|iostream|filesystem|random|unistd\.h|fcntl\.h"
    r"|pthread\.h|time\.h|ctime|sys/.*)$"
)
ROOT_ENTRIES = {
    ".ci", ".clang-format", ".clang-tidy", ".gitignore", "CHANGELOG.md", "CMakeLists.txt", "CMakePresets.json",
    "LICENSE", "README.md", "host-api", "packaging", "plugin", "sample-host", "tests",
}
# What is there and not in the repository.
UNTRACKED_ENTRIES = {".git", ".cache", "build", "compile_commands.json", "CMakeUserPresets.json"}
FOLDERS = ["host-api", "plugin", "sample-host", "tests"]
SOURCES = {".c", ".cpp", ".h"}
MOST_LINES = 400
LEFT_OVER = re.compile("|".join([r"\bTO" + r"DO\b", r"\bFIX" + r"ME\b"]))
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)


def without_comments(text):
    """The text with comments blanked out and its lines kept."""

    def blank(match):
        return match.group(0) if match.group(0)[0] in "\"'" else re.sub(r"[^\n]", " ", match.group(0))

    return re.sub(r"""/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", blank, text, flags=re.DOTALL)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


class Source:
    """One source file, read once."""

    def __init__(self, root, path):
        self.root = root
        self.path = path
        self.name = path.relative_to(root).as_posix()
        self.text = path.read_text(encoding="utf-8")
        self.code = without_comments(self.text)

    def includes(self):
        """(line, name as written, file in the repository or None) of each include."""
        for match in INCLUDE.finditer(self.code):
            yield line_of(self.code, match.start()), match.group(2), self.resolve(match.group(2))

    def resolve(self, include):
        top = self.name.split("/")[0]
        bases = [self.path.parent, self.root / top, self.root / "host-api", self.root / "plugin", self.root]
        bases += [self.root / "plugin" / layer for layer in LAYERS]
        for base in bases:
            candidate = (base / include).resolve()
            if candidate.is_file() and candidate.is_relative_to(self.root):
                return candidate.relative_to(self.root).as_posix()
        return None


def layer_of(name):
    parts = name.split("/")
    return parts[1] if len(parts) > 2 and parts[0] == "plugin" and parts[1] in LAYERS else None


def include_faults(source):
    """The host knows the contract only, the contract knows nobody, and layers look down only."""
    top = source.name.split("/")[0]
    layer = layer_of(source.name)
    for line, written, target in source.includes():
        where = f"{source.name}:{line}"
        if target is None:
            continue
        if top in ("sample-host", "host-api") and target.startswith("plugin/"):
            yield f"{where}: {top} includes {written} of plugin/, it may know host-api/ only"
        if top == "host-api" and not target.startswith("host-api/"):
            yield f"{where}: the contract includes {written}, it depends on nobody"
        if top == "plugin" and target.startswith(("sample-host/", "tests/")):
            yield f"{where}: the plugin includes {written}"
        reached = layer_of(target)
        if layer and reached and LAYERS.index(reached) > LAYERS.index(layer):
            yield f"{where}: {layer} includes {written} of {reached}, the order is {' <- '.join(LAYERS)}"


def purity_faults(source):
    """Neither schedule nor engine has a clock, a thread, or any input and output."""
    layer = layer_of(source.name)
    if layer not in PURE_LAYERS:
        return
    for line, written, _ in source.includes():
        if IMPURE_HEADERS.match(written):
            yield f"{source.name}:{line}: {layer} includes <{written}>, it has no clock, no thread and no I/O"
    for match in re.finditer(r"::now\s*\(", source.code):
        yield f"{source.name}:{line_of(source.code, match.start())}: {layer} reads a clock, the time is given to it"


def plugin_faults(source):
    if not source.name.startswith("plugin/"):
        return
    rules = [(r"\.detach\s*\(\s*\)", "no thread is detached")]
    if layer_of(source.name) != "abi":
        rules.append((r"catch\s*\(\s*\.\.\.\s*\)", "catch (...) belongs to abi/ only"))
    for pattern, reason in rules:
        for match in re.finditer(pattern, source.code):
            yield f"{source.name}:{line_of(source.code, match.start())}: {reason}"


def shape_faults(source):
    lines = source.text.count("\n") + (not source.text.endswith("\n"))
    if lines > MOST_LINES:
        yield f"{source.name}: {lines} lines, a file has {MOST_LINES} at most"
    has_header = source.path.suffix != ".h" and source.path.with_suffix(".h").is_file()
    if not has_header and not source.text.startswith(("/*", "//")):
        yield f"{source.name}:1: a file opens with what it is for, unless its header does"


def left_over_faults(root, path):
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    for match in LEFT_OVER.finditer(text):
        yield f"{path.relative_to(root).as_posix()}:{line_of(text, match.start())}: {match.group(0)} is left over"


def link_faults(root):
    """The build of the sample host may not reach into the plugin's folders either."""
    for path in sorted((root / "sample-host").rglob("CMakeLists.txt")):
        text = re.sub(r"#[^\n]*", "", path.read_text(encoding="utf-8"))
        for match in re.finditer(r"(SOURCE_DIR\}|\.\.)/plugin\b", text):
            if "CMAKE_CURRENT_SOURCE_DIR}" in text[max(0, match.start() - 12) : match.end()]:
                continue
            yield f"{path.relative_to(root).as_posix()}:{line_of(text, match.start())}: names the plugin's folder"


def root_faults(root):
    for entry in sorted(root.iterdir()):
        if entry.name not in ROOT_ENTRIES | UNTRACKED_ENTRIES:
            yield f"{entry.name}: the root of the repository has no room for it"


def check(root):
    """All faults of the tree, as sentences."""
    root = root.resolve()
    faults = list(root_faults(root)) + list(link_faults(root))
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if not path.is_file() or "__pycache__" in path.parts:
                continue
            faults += left_over_faults(root, path)
            if path.suffix in SOURCES:
                source = Source(root, path)
                for rule in (include_faults, purity_faults, plugin_faults, shape_faults):
                    faults += rule(source)
    return faults


def main():
    if len(sys.argv) != 2:
        print("usage: style.py ROOT", file=sys.stderr)
        return 2
    faults = check(pathlib.Path(sys.argv[1]))
    for fault in faults:
        print(fault)
    print(f"{len(faults)} fault(s)")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
