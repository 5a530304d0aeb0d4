"""Checks an input against the constraints: fails and says which one it breaks."""

import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


couriers, *order = map(int, sys.stdin.read().split())
need(1 <= couriers <= 200, "there are too few or too many couriers")
need(sorted(order) == list(range(1, couriers + 1)), "the order does not name everybody once")
