"""Prints an input of the kind and size that the arguments name."""

import random
import sys

size, depth, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
print(10_000_000 if size > 1000 else 500_000)
for number in range(size):
    folders = [numbers.choice(["a", "b", "a-", "src", "lib", "x.d"]) for _ in range(numbers.randint(0, depth - 1))]
    print(numbers.randint(0, 100_000), "/" + "/".join([*folders, f"f{number}"]))
