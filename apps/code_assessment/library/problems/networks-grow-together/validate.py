"""Checks an input against the constraints: fails and says which one it breaks."""

import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


lines = sys.stdin.read().split("\n")
need(lines.pop() == "" and lines, "the last line is not ended")
offices, events = (int(one) for one in lines[0].split())
need(1 <= offices <= 100_000 and 1 <= events <= 100_000 and len(lines) == events + 1, "a count is wrong")
for line in lines[1:]:
    need(re.fullmatch(r"(join|ask) \d{1,6} \d{1,6}|size \d{1,6}", line), f"{line} is no event")
    need(all(1 <= int(one) <= offices for one in line.split()[1:]), f"{line}: no such office")
need(any(not line.startswith("join") for line in lines[1:]), "nothing is asked")
