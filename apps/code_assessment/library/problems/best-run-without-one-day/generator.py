"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

kind, size, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
numbers = random.Random(seed)
least = -900_000 if kind == "good" else -1_000_000
print(json.dumps([[numbers.randint(least, 1_000_000) for _ in range(size)]]))
