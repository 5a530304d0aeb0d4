"""Prints an input of the kind and size that the arguments name."""

import random
import sys

kind, offices, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
numbers = random.Random(seed)
order = list(range(1, offices + 1))
numbers.shuffle(order)
print(offices)
print(*(numbers.randint(0, 1000) for _ in range(offices)))
for place in range(1, offices):
    other = {"random": numbers.randrange(place), "chain": place - 1, "star": 0}[kind]
    print(*numbers.sample([order[place], order[other]], 2))
