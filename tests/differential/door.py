"""What all of these tests share: the product's own door (sample-host next --batch), their options, and their report."""
import argparse
import collections
import datetime
import fractions
import json
import os
import random
import subprocess
import sys
import time

EPOCH = datetime.datetime(1970, 1, 1)
END = 7_258_118_400  # 2200-01-01T00:00:00Z, which is outside; seconds since the epoch, as all times of this side
MILLION = 1_000_000
ENOUGH = 20  # failures of one run


def text_of(instant):
    return (EPOCH + datetime.timedelta(microseconds=int(instant * MILLION))).isoformat() + "Z"


def instant_of(text):
    """Seconds since the epoch, exactly."""
    since = datetime.datetime.fromisoformat(text.removesuffix("Z")) - EPOCH
    seconds = since.days * 86_400 + since.seconds
    return seconds + fractions.Fraction(since.microseconds, MILLION) if since.microseconds else seconds


def part_of_second(chance):
    """Nothing, or less than a second: fires after an instant so much later are the same if all are at whole seconds."""
    return fractions.Fraction(chance.choice((0, 0, 1, MILLION - 1, chance.randrange(MILLION))), MILLION)


class SampleHost:
    def __init__(self, options):
        self.command = [options.program, "next", "--batch"]
        if options.zones:
            self.command += ["--zones", options.zones]

    def ask(self, questions):
        """The answers, one for each question, with their fires as seconds since the epoch."""
        lines = "".join(json.dumps(question) + "\n" for question in questions)
        done = subprocess.run(self.command, input=lines, capture_output=True, text=True, check=False)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        if done.returncode != 0 or len(answers) != len(questions):
            sys.exit(f"{self.command} ended with {done.returncode} after {len(answers)} of {len(questions)} answers: "
                     f"{done.stderr[-2000:]}")
        for answer in answers:
            if "fires" in answer:
                answer["fires"] = [instant_of(fire) for fire in answer["fires"]]
        return answers


def question(schedule, zone, after, count, gap="run_after", overlap="first", job_id=""):
    return {"schedule": schedule, "zone": zone, "after": text_of(after), "count": count, "dst_gap": gap,
            "dst_overlap": overlap, "job_id": job_id}


def first_difference(some, others):
    """The index of the first place where two unequal lists differ."""
    same = (one == other for one, other in zip(some, others))
    return next((index for index, equal in enumerate(same) if not equal), min(len(some), len(others)))


class Report:
    """Counts what was compared, explained and found; stops the run when it is enough."""

    def __init__(self, limit=ENOUGH):
        self.compared = 0
        self.failures = []
        self.explained = {}
        self.counts = collections.Counter()
        self.limit = limit

    def count(self, what, times=1):
        """How much the comparison was worth."""
        self.counts[what] += times

    def explain(self, kind, example):
        """A disagreement that README.md explains under this name."""
        count, first = self.explained.get(kind, (0, example))
        self.explained[kind] = (count + 1, first)

    def fail(self, sentence):
        self.failures.append(sentence)
        print("FAILED: " + sentence, flush=True)

    def enough(self):
        return len(self.failures) >= self.limit


def parse_options(description, cases, program="the program sample-host"):
    arguments = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program", help=program)
    arguments.add_argument("--seed", type=int, default=random.randrange(1_000_000), help="[a new one; it is printed]")
    arguments.add_argument("--cases", type=int, default=cases, help=f"of one round [{cases}]")
    arguments.add_argument("--minutes", type=float, help="go on with the next seed for so long [one round]")
    arguments.add_argument("--zones", help="the directory of the compiled zones [the system's]")
    arguments.add_argument("--examples", action="store_true", help="show one example of each explained disagreement")
    return arguments


def run(options, play):
    """Plays rounds, play(chance, cases, report), and ends the process with what they found."""
    report = Report()
    deadline = time.monotonic() + 60 * (options.minutes or 0)
    seed = options.seed
    while True:
        print(f"seed {seed}", flush=True)
        play(random.Random(seed), options.cases, report)
        if report.enough() or time.monotonic() >= deadline:
            break
        seed += 1
    for kind, (count, example) in sorted(report.explained.items()):
        print(f"{count} times: {kind}" + (f"; the first: {example}" if options.examples else ""))
    for what, times in sorted(report.counts.items()):
        print(f"{times} {what}")
    print(f"{report.compared} compared, {sum(count for count, _ in report.explained.values())} explained, "
          f"{len(report.failures)} failed, last seed {seed}")
    sys.stdout.flush()
    sys.exit(1 if report.failures or report.compared == 0 else 0)


def zone_names(directory):
    """All names of a directory of compiled zones. right/ counts leap seconds, posix/ says everything again, localtime is
    the machine's own, or leads nowhere."""
    names = []
    for folder, folders, files in os.walk(directory):
        folders[:] = [name for name in folders if name not in ("right", "posix")]
        for file in files:
            path = os.path.join(folder, file)
            if file == "localtime" or not os.path.isfile(path):
                continue
            with open(path, "rb") as opened:
                if opened.read(4) == b"TZif":
                    names.append(os.path.relpath(path, directory))
    return sorted(names)
