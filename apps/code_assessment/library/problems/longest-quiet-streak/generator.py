"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

kind, size, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
numbers = random.Random(seed)
if kind == "quiet":
    incidents = [numbers.randint(0, 5) for _ in range(size)]
else:
    incidents = [numbers.randint(0, 5) if numbers.random() < 0.97 else numbers.randint(6, 1_000_000) for _ in range(size)]
print(json.dumps([incidents, 5]))
