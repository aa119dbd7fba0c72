"""What the programs of compare-next-fire printed, as medians over the repetitions. All figures are ns a question."""

import collections
import json
import math
import statistics

OURS = "gateway-scheduler"


def geometric_mean(figures):
    return math.exp(statistics.fmean(math.log(figure) for figure in figures))


class Results:
    def __init__(self, lines, cases):
        self.cases = cases
        self.versions = {}  # by library, in the order of the first run
        self.refused = collections.defaultdict(dict)  # library: {pattern: why}
        self.sizes = {}
        self.runs = collections.defaultdict(list)  # (library, mode, zone, pattern): ns of each repetition
        self.checksums = {}  # the same: (how many fires, their sum)
        for line in lines:
            self.add(json.loads(line))
        refused = {pattern for patterns in self.refused.values() for pattern in patterns}
        self.common = [pattern for pattern in cases["common"] if pattern not in refused]

    def add(self, line):
        library, key = line["library"], (line["library"], line["mode"], line["zone"], line["pattern"])
        self.versions[library] = line["version"]
        if line["mode"] == "refused":
            self.refused[library][line["pattern"]] = line["error"]
        elif line["mode"] == "size":
            self.sizes = line
        else:
            self.runs[key].append(line["ns"])
            if line["mode"] in ("forward", "random"):
                self.checksums[key] = (line["compared"], line["checksum"])

    def peers(self):
        return [library for library in self.versions if library != OURS]

    def repetitions(self):
        return max(len(run) for run in self.runs.values())

    def cell(self, library, mode, zone, pattern, repetition=None):
        run = self.runs.get((library, mode, zone, pattern))
        if run is None:
            return None
        return statistics.median(run) if repetition is None else run[repetition]

    def mean(self, library, mode, zones, repetition=None):
        """The geometric mean over the patterns that all accept, and over the zones."""
        return geometric_mean(
            self.cell(library, mode, zone, pattern, repetition) for zone in zones for pattern in self.common
        )

    def ratio(self, mode, zones, repetition=None):
        """The fastest peer, and how many times longer than we it takes."""
        means = {library: self.mean(library, mode, zones, repetition) for library in self.peers()}
        fastest = min(means, key=means.get)
        return fastest, means[fastest] / self.mean(OURS, mode, zones, repetition)

    def disagreements(self, zones):
        """(library, cells compared, [(mode, zone, pattern) where it differs from what most say]) of each library."""
        answers = collections.defaultdict(dict)
        for (library, *cell), answer in self.checksums.items():
            if cell[1] in zones and cell[2] in self.cases["common"] + self.cases["others"]:
                answers[tuple(cell)][library] = answer
        # Of a cell that only one answered nothing is known.
        compared = {cell: said for cell, said in answers.items() if len(said) > 1}
        for library in self.versions:
            mine = {cell: said for cell, said in compared.items() if library in said}
            differing = [
                cell
                for cell, said in mine.items()
                if said[library] != collections.Counter(said.values()).most_common(1)[0][0]
            ]
            yield library, len(mine), differing
