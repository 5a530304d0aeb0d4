"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

size, gap, longest, slice_, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
arrivals, now = [], 0
for _ in range(size):
    now += numbers.choice([0, numbers.randint(0, gap)])
    arrivals.append(now)
print(json.dumps([arrivals, [numbers.randint(1, longest) for _ in range(size)], slice_]))
