"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

kind, size, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
numbers = random.Random(seed)
if kind == "falling":
    prices = [1_000_000_000 - place for place in range(size)]
elif kind == "valley":
    prices = [abs(place - size // 2) for place in range(size)]
else:
    prices = [numbers.randint(0, 1000) for _ in range(size)]
print(json.dumps([prices]))
