"""Checks an input against the constraints: fails and says which one it breaks."""

import datetime
import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


lines = sys.stdin.read().split("\n")
need(lines.pop() == "" and 1 <= len(lines) <= 500, "the number of lines is wrong")
ranges = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))
for line in lines:
    date, time, *rule = line.split(" ")
    need(re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d", f"{date} {time}") and "2000" <= date < "2091", f"{line}: no moment")
    datetime.datetime.fromisoformat(f"{date} {time}")
    need(len(rule) == 5, f"{line}: not five fields")
    for field, (least, most) in zip(rule, ranges, strict=True):
        for part in field.split(","):
            match = re.fullmatch(r"(?:\*|(\d\d?)-(\d\d?))(?:/([1-9]\d?))?|(\d\d?)", part)
            need(match, f"{part} is no part of a field")
            first, last, step, number = (int(one) if one else None for one in match.groups())
            need(number is None or least <= number <= most, f"{part} is out of range")
            need(first is None or least <= first <= last <= most, f"{part} is out of range")
            need(step is None or step <= 59, f"{part} has a long step")
