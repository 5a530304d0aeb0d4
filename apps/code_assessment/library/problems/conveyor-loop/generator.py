"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

kind, size, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
numbers = random.Random(seed)
order = list(range(size))
numbers.shuffle(order)
following = [0] * size
for place in range(size - 1):
    following[order[place]] = order[place + 1]
following[order[-1]] = {"ring": order[0], "tail": order[-7], "out": -1, "random": order[size // 3]}[kind]
print(json.dumps([following, order[0]]))
