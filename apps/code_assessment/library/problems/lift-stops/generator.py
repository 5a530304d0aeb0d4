"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

size, floors, gap, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
calls, second = [], 0
for _ in range(size):
    second += numbers.choice([0, numbers.randint(0, gap)])
    calls.append([min(second, 1_000_000), numbers.randint(0, floors)])
print(json.dumps([numbers.randint(0, floors), calls]))
