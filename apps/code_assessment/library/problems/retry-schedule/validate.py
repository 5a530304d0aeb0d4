"""Checks an input against the constraints: fails and says which one it breaks."""

import datetime
import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


lines = sys.stdin.read().split("\n")
need(lines.pop() == "" and 1 <= len(lines) <= 1000, "the number of lines is wrong")
for line in lines:
    need(re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d( \d{1,5}){4}", line), f"{line} is no delivery")
    start, *settings = line.split()
    datetime.datetime.fromisoformat(start)
    first, factor, longest, tries = (int(one) for one in settings)
    need(1 <= first <= 3600 and 1 <= factor <= 10 and first <= longest <= 86_400 and 1 <= tries <= 20, f"{line}: out of range")
