"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

size, greatest, longest, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
rows = []
for _ in range(size):
    start = numbers.randint(0, greatest - longest)
    rows.append([start, start + numbers.randint(1, longest), numbers.randint(0, 1_000_000_000)])
print(json.dumps([rows]))
