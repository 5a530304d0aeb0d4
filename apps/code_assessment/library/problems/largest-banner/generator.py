"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

kind, size, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
numbers = random.Random(seed)
if kind == "rising":
    heights = [place * 3 for place in range(size)]
elif kind == "flat":
    heights = [1_000_000 + numbers.choice([0, 0, 0, 1]) for _ in range(size)]
else:
    heights = [numbers.randint(0, 1000) for _ in range(size)]
print(json.dumps([heights]))
