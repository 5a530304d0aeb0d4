"""Checks an input against the constraints: fails and says which one it breaks."""

import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


lines = sys.stdin.read().split("\n")
need(lines.pop() == "" and 1 <= len(lines) <= 100_000, "the number of lines is wrong")
total = 0
for line in lines:
    need(re.fullmatch(r"left [a-z0-9]{1,20}|sell [a-z0-9]{1,20} \d{1,7}|buy [a-z0-9]{1,20} \d{1,7} \d{1,7}", line), f"{line} is wrong")
    counts = [int(one) for one in line.split()[2:]]
    need(all(one <= 1_000_000 for one in counts) and (not counts or counts[0] >= 1), f"{line} is out of range")
    total += counts[0] * counts[1] if len(counts) == 2 else 0
need(total < 2**53, "the totals may be too large")
need(any(not line.startswith("buy") for line in lines), "nothing is asked")
