"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


(bookings,) = json.load(sys.stdin)
need(len(bookings) <= 50_000, "there are too many bookings")
for booking in bookings:
    need(len(booking) == 2 and 0 <= booking[0] < booking[1] <= 1_000_000_000, f"{booking} is no booking")
