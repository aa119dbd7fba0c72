"""Prints what the programs of compare-next-fire measured, as Markdown. usage: table.py PREPARED_CASES RESULTS LOAD"""

import datetime
import json
import os
import pathlib
import statistics
import sys

from results import OURS, Results

WITHOUT_CURSOR = "random without cursor"
ASKED = {"forward": 50, "random": 20}
MOST_TIMES_THE_MEDIAN = 10


def figure(ns):
    if ns is None:
        return "–"
    return f"{ns:,.1f}" if ns < 100 else f"{float(f'{ns:.3g}'):,.0f}"


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def heading(*cells):
    print()
    row(*cells)
    row(*["---"] * len(cells))


def name(results, library, extra=""):
    return f"{library} {results.versions[library]}{extra}"


def code(pattern):
    return f"`{pattern}`"


def print_machine(results, load):
    text = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
    fields = dict(part.partition("\t")[::2] for part in text.split("\n\n")[0].splitlines())
    of_cpu = {field.strip(): value.strip(" :\t") for field, value in fields.items()}
    model, speed = of_cpu.get("model name", "unknown"), float(of_cpu.get("cpu MHz", 0)) / 1000
    today = datetime.datetime.now(datetime.timezone.utc).date()
    print(f"{today}, {os.cpu_count()} cores ({model}, {speed:.1f} GHz), load before the run {load}. ", end="")
    print(f"Medians of {results.repetitions()} repetitions.")


def print_next(results, mode, title):
    zones = results.cases["zones"]
    heading(f"{title}, ns a next fire", *zones, "all zones")

    def print_row(label, library, which):
        row(label, *[figure(results.mean(library, which, [z])) for z in zones],
            figure(results.mean(library, which, zones)))

    print_row(name(results, OURS), OURS, mode)
    if mode == "random":
        print_row(name(results, OURS, ", without a Cursor"), OURS, WITHOUT_CURSOR)
    for library in results.peers():
        print_row(name(results, library), library, mode)
    ratios = [results.ratio(mode, part) for part in [[zone] for zone in zones] + [zones]]
    row("fastest peer : ours", *[f"{ratio:.1f} ({fastest})" for fastest, ratio in ratios])
    single = [results.ratio(mode, zones, n)[1] for n in range(results.repetitions())]
    print(f"\n{title}: {ratios[-1][1]:.1f} times as fast as {ratios[-1][0]} (asked: {ASKED[mode]}); "
          f"in the single repetitions {min(single):.1f} to {max(single):.1f}.")


def print_parsing(results):
    zone = results.cases["parse_zone"]
    heading("Parsing, ns a pattern", "without a zone", f"with {zone}")
    for library in results.versions:
        row(name(results, library), *[figure(results.mean(library, "parse", [part])) for part in ("", zone)])
    print(f"\nOurs is given a zone that has been read: reading {zone} takes "
          f"{figure(results.cell(OURS, 'zone', zone, ''))} ns, once for all schedules.")


def print_sizes(results):
    sizes = results.sizes
    heading("Size, bytes", "")
    row("a parsed schedule", sizes["schedule"])
    row("what it keeps of the heap beside, sharing a zone", f"{sizes['heap_sharing']:.1f}")
    row("the same, given no zone", f"{sizes['heap_without_zone']:,.1f}")
    row("a cursor", sizes["cursor"])
    row(f"the zone {sizes['zone']}, shared", f"{sizes['zone_heap']:,}")
    print(f"\nParsing one with a zone allocates {sizes['calls_sharing']:.1f} times.")


def print_cliffs(results):
    cases = results.cases
    twelve = cases["common"] + cases["others"]
    parts = [(mode, zone) for mode in ("forward", "random", WITHOUT_CURSOR) for zone in cases["cliff_zones"]]
    medians = {
        part: statistics.median(ns for pattern in twelve if (ns := results.cell(OURS, *part, pattern)) is not None)
        for part in parts
    }
    heading("Cliffs: ours, ns (times the median)", *[f"{mode}, {zone}" for mode, zone in parts])
    worst = (0.0, "", "")
    for pattern in twelve + cases["cliffs"]:
        cells = []
        for part in parts:
            ns = results.cell(OURS, *part, pattern)
            cells.append("refused" if ns is None else f"{figure(ns)} ({ns / medians[part]:.1f})")
            worst = max(worst, (0 if ns is None else ns / medians[part], pattern, ", ".join(part)))
        row(code(pattern), *cells)
    row("median of the twelve", *[figure(medians[part]) for part in parts])
    print(f"\nThe worst is {code(worst[1])}, {worst[2]}: {worst[0]:.1f} times the median (asked: at most "
          f"{MOST_TIMES_THE_MEDIAN}).")
    parsing = statistics.median(results.cell(OURS, "parse", "", pattern) for pattern in results.common)
    heading("Impossible patterns: ours, refusal", "ns", "times the median parse")
    for pattern in cases["impossible"]:
        ns = results.cell(OURS, "refuse", "", pattern)
        row(code(pattern), figure(ns), "accepted" if ns is None else f"{ns / parsing:.1f}")


def print_agreement(results):
    cases = results.cases
    heading(f"Checksums of {cases['compared']} fires that differ from what most say", "UTC", "other zones", "in UTC")
    others = [zone for zone in cases["zones"] if zone != "UTC"]
    abroad = {library: f"{len(cells)} of {count}" for library, count, cells in results.disagreements(others)}
    for library, count, cells in results.disagreements(["UTC"]):
        where = ", ".join(f"{code(pattern)} {mode}" for mode, _, pattern in cells)
        row(name(results, library), f"{len(cells)} of {count}", abroad[library], where)
    print("\nRefused:\n")
    for library, patterns in results.refused.items():
        refused = [code(pattern) for pattern in patterns if pattern not in cases["impossible"]]
        if refused:
            print(f"* {name(results, library)}: {', '.join(refused)}")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    with open(sys.argv[2], encoding="utf-8") as file:
        results = Results(file, cases)
    print_machine(results, sys.argv[3])
    for mode, title in (("forward", "Forward"), ("random", "Random")):
        print_next(results, mode, title)
    print_parsing(results)
    print_sizes(results)
    print_cliffs(results)
    print_agreement(results)


if __name__ == "__main__":
    main()
