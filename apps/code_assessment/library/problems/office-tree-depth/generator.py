"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

kind, size, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
numbers = random.Random(seed)
order = list(range(size))
numbers.shuffle(order)
manager = [-1] * size
for place in range(1, size):
    manager[order[place]] = order[place - 1 if kind == "chain" else numbers.randrange(place)]
print(json.dumps([manager]))
