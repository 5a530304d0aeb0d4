"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

kind, size, capacity, seed = sys.argv[1], *(int(one) for one in sys.argv[2:])
numbers = random.Random(seed)
hours = [numbers.randint(180, 220) if kind == "alike" else numbers.randint(1, min(1000, capacity // 2)) for _ in range(size)]
values = [one * 1000 + numbers.randint(0, 5000) for one in hours]
print(json.dumps([hours, [min(one, 1_000_000) for one in values], capacity]))
