"""Checks an input against the constraints: fails and says which one it breaks."""

import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


lines = sys.stdin.read().split("\n")
need(lines.pop() == "", "the last line is not ended")
capacity, commands = (int(one) for one in lines[0].split())
need(1 <= capacity <= 50_000 and 1 <= commands <= 150_000 and commands == len(lines) - 1, "a size is wrong")
for line in lines[1:]:
    need(re.fullmatch(r"get [a-z0-9]{1,12}|put [a-z0-9]{1,12} \d{1,10}", line), f"{line} is no command")
    need(line.startswith("get") or int(line.split()[2]) <= 1_000_000_000, "a value is out of range")
need(any(line.startswith("get") for line in lines), "there is no get")
