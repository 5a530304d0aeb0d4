"""Checks an input against the constraints: fails and says which one it breaks."""

import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


segments, leak = map(int, sys.stdin.read().split())
need(1 <= segments <= 1_000_000, "the pipeline is too short or too long")
need(1 <= leak <= segments, "the leak is in no segment")
