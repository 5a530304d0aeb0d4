"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


songs, moves = json.load(sys.stdin)
need(1 <= songs <= 50_000 and len(moves) <= 50_000, "a size is out of range")
for move in moves:
    need(len(move) == 2 and 1 <= move[0] <= songs and 0 <= move[1] <= songs and move[0] != move[1], f"{move} is no move")
