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
    above = {"chain": place - 1, "fork": max(0, place - 2), "random": numbers.randrange(place)}[kind]
    manager[order[place]] = order[above]
print(json.dumps([manager, order[-1] if kind != "chain" else order[size // 2], order[-2]]))
