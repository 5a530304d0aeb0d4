"""Prints an input of the kind and size that the arguments name."""

import random
import sys

size, longest, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
print(size)
start = 0
for _ in range(size):
    start += numbers.randint(1, 20)
    print(start, start + numbers.randint(1, longest))
