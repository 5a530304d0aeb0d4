"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


length, blocks = json.load(sys.stdin)
need(0 <= length <= 5000, "the length is out of range")
need(1 <= len(blocks) <= 20 and len(set(blocks)) == len(blocks), "the number of blocks is wrong")
need(all(1 <= block <= 5000 for block in blocks), "a block is out of range")
