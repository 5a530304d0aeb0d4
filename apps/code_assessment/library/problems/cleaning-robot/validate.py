"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


width, height, commands = json.load(sys.stdin)
need(1 <= width <= 1000 and 1 <= height <= 1000, "the hall has a wrong size")
need(re.fullmatch(r"[FLR]{0,100000}", commands), "the commands have a wrong form")
