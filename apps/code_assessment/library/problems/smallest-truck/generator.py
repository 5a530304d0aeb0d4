"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

size, heaviest, days, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
print(json.dumps([[numbers.randint(1, heaviest) for _ in range(size)], days]))
