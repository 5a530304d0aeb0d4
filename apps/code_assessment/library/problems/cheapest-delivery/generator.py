"""Prints an input of the kind and size that the arguments name."""

import random
import sys

kind, depots, roads, seed = sys.argv[1], *(int(one) for one in sys.argv[2:])
numbers = random.Random(seed)
print(depots, roads)
for place in range(roads):
    if kind == "chain" and place < depots - 1:
        print(place + 2, place + 1, numbers.randint(1, 10))
    elif kind == "chain":
        one = numbers.randint(1, depots - 2)
        print(one, one + 2, numbers.randint(10, 40))
    else:
        one, other = numbers.sample(range(1, depots + 1), 2)
        print(one, other, numbers.randint(0, 1_000_000))
