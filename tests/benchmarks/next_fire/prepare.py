"""Makes what every program of compare-next-fire reads: the cases with their times as seconds since the epoch, and the
random instants, drawn once so that all are asked the same. usage: prepare.py CASES > PREPARED"""

import datetime
import json
import random
import sys


def seconds(text):
    return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    for part in (cases["forward"], cases["random"]):
        part["from"], part["until"] = seconds(part["from"]), seconds(part["until"])
    drawn = cases["random"]
    generator = random.Random(drawn["seed"])
    # Never on a full minute: whether the instant asked from may itself be the answer is not what is compared.
    minutes = (drawn["until"] - drawn["from"]) // 60
    drawn["instants"] = [
        drawn["from"] + 60 * generator.randrange(minutes) + generator.randrange(1, 60) for _ in range(drawn["count"])
    ]
    json.dump(cases, sys.stdout)


if __name__ == "__main__":
    main()
