"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

ours, theirs, greatest, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
print(json.dumps([sorted(numbers.randint(0, greatest) for _ in range(size)) for size in (ours, theirs)]))
