"""Checks an input against the constraints: fails and says which one it breaks."""

import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


lines = sys.stdin.buffer.read().decode("ascii").split("\n")
need(lines.pop() == "", "the last line is not ended")
need(len(lines) <= 50_000, "there are more than 50,000 lines")
need(all(len(line) <= 200 and (line == "" or line.isprintable()) for line in lines), "a line is too long or not printable")
need(all(re.fullmatch(r".* \d{0,6}|.*[^0-9 ]\d*|", line) for line in lines), "a time is too long")
