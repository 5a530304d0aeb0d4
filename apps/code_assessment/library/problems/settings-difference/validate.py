"""Checks an input against the constraints: fails and says which one it breaks."""

import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


lines = sys.stdin.read().split("\n")
need(lines.pop() == "" and lines.count("---") == 1, "the last line is not ended, or not two files")
middle = lines.index("---")
need(max(middle, len(lines) - middle - 1) <= 50_000, "a file is too long")
for line in lines:
    need(re.fullmatch(r"|---|#[ -~]*|[A-Za-z0-9_.]{1,30}=[ -~]{0,60}", line), f"{line} has a wrong form")
