"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

kind, songs, count, seed = sys.argv[1], *(int(one) for one in sys.argv[2:])
numbers = random.Random(seed)
moves = []
for _ in range(count):
    song = numbers.randint(songs // 2, songs)
    after = 0 if kind == "front" and numbers.random() < 0.5 else numbers.randint(1, songs)
    moves.append([song, after if after != song else 0])
print(json.dumps([songs, moves]))
