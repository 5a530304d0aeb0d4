"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

kind, size, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
numbers = random.Random(seed)
if kind == "random":
    amounts, payment = [numbers.randint(-1_000_000, 1_000_000) for _ in range(size)], 777
else:
    amounts = [2 * numbers.randint(-400_000_000, 400_000_000) for _ in range(size)]
    payment = 100_001
    if kind == "end":
        amounts[-1] = payment - amounts[size // 2]
print(json.dumps([amounts, payment]))
