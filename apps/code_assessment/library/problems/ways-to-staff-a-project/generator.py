"""Prints an input of the kind and size that the arguments name."""

import random
import sys

size, greatest, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
print(size)
for _ in range(size):
    seniors, juniors = numbers.randint(0, greatest), numbers.randint(0, greatest)
    print(seniors, juniors, numbers.randint(0, min(2 * greatest, seniors + juniors + 2)), numbers.randint(0, 20))
