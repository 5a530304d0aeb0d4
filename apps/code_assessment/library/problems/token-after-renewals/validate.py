"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


start, factor, step, modulus, times = json.load(sys.stdin)
need(1 <= modulus <= 1_000_000_000, "the modulus is out of range")
need(all(0 <= one <= 1_000_000_000 for one in (start, factor, step)), "a number is out of range")
need(0 <= times <= 1_000_000_000_000_000, "the number of renewals is out of range")
