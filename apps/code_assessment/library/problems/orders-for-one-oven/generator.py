"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

size, longest, latest, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
if longest == latest:
    rows = [[numbers.randint(1, 40_000), numbers.randint(900_000_000, latest)] for _ in range(size)]
else:
    rows = [[numbers.randint(1, longest), numbers.randint(1, latest)] for _ in range(size)]
print(json.dumps([rows]))
