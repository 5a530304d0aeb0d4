"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

mains, desserts, dearest, rank, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
print(json.dumps([*([numbers.randint(0, dearest) for _ in range(size)] for size in (mains, desserts)), rank]))
