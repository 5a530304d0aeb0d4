"""Checks an input against the constraints: fails and says which one it breaks."""

import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


first, *lines = sys.stdin.read().split("\n")
need(re.fullmatch(r"\d{1,3}(\.\d{1,2})?", first) and float(first) <= 100, "the percentile is out of range")
need(lines.pop() == "" and 1 <= len(lines) <= 100_000, "the number of measurements is wrong")
need(all(re.fullmatch(r"[a-z0-9-]{1,20} \d{1,10}", line) for line in lines), "a measurement has a wrong form")
need(all(int(line.split()[1]) <= 1_000_000_000 for line in lines), "a time is out of range")
need(len({line.split()[0] for line in lines}) <= 1000, "there are too many endpoints")
