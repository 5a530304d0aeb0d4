"""Checks an input against the constraints: fails and says which one it breaks."""

import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


lines = sys.stdin.read().split("\n")
need(lines.pop() == "" and 2 <= len(lines) <= 100_001, "the number of requests is wrong")
capacity, rate = (int(one) for one in lines[0].split())
need(1 <= capacity <= 1_000_000 and 1 <= rate <= 1_000_000, "a setting is out of range")
latest = 0
for line in lines[1:]:
    need(re.fullmatch(r"\d{1,10} [a-z0-9]{1,20} \d{1,7}", line), f"{line} is no request")
    moment, _, cost = line.split()
    need(latest <= int(moment) <= 1_000_000_000 and 1 <= int(cost) <= 1_000_000, f"{line}: out of range")
    latest = int(moment)
