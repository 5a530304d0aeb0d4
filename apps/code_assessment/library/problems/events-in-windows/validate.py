"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


times, windows = json.load(sys.stdin)
need(len(times) <= 100_000 and len(windows) <= 50_000, "there are too many events or windows")
need(times == sorted(times) and all(0 <= time <= 1_000_000_000 for time in times), "the times are not sorted or out of range")
for window in windows:
    need(len(window) == 2 and 0 <= window[0] <= window[1] <= 1_000_000_000, f"{window} is no window")
