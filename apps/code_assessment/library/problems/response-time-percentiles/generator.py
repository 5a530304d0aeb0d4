"""Prints an input of the kind and size that the arguments name."""

import random
import sys

share, size, names, seed = sys.argv[1], *(int(one) for one in sys.argv[2:])
numbers = random.Random(seed)
print(share)
for _ in range(size):
    print(f"e{numbers.randrange(names)}", numbers.randint(0, 10 ** numbers.randint(1, 6)))
