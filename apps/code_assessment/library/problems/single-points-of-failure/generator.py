"""Prints an input of the kind and size that the arguments name."""

import random
import sys

kind, sites, cables, seed = sys.argv[1], *(int(one) for one in sys.argv[2:])
numbers = random.Random(seed)
order = list(range(1, sites + 1))
numbers.shuffle(order)
if kind == "random":
    pairs = [numbers.sample(order, 2) for _ in range(cables)]
else:
    pairs = [[order[at], order[(at + 1) % sites]] for at in range(cables)]
    numbers.shuffle(pairs)
print(sites, cables)
for one, other in pairs:
    print(one, other)
