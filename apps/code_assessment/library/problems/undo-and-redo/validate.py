"""Checks an input against the constraints: fails and says which one it breaks."""

import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


lines = sys.stdin.read().split("\n")
need(lines.pop() == "", "the last line is not ended")
need(lines and 1 <= int(lines[0]) <= 100_000 and int(lines[0]) == len(lines) - 1, "the number of commands is wrong")
need(all(re.fullmatch(r"undo|redo|add [a-z]{1,20}", line) for line in lines[1:]), "a command has a wrong form")
need(sum(len(line) - 4 for line in lines[1:] if line.startswith("add")) <= 1_000_000, "the document may become too long")
