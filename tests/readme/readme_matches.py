"""Holds that the README shows the example gateway to the letter."""
import pathlib
import sys

root = pathlib.Path(__file__).resolve().parents[2]
example = (root / "tests/readme/example_gateway.cpp").read_text()
readme = (root / "README.md").read_text()
shown = readme.split("```cpp\n", 1)[1].split("```", 1)[0]
if shown != example:
    sys.exit("README.md does not show tests/readme/example_gateway.cpp as it is: copy it again")
