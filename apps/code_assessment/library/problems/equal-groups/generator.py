"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

kind, size, smallest, seed = sys.argv[1], *(int(one) for one in sys.argv[2:])
numbers = random.Random(seed)
least, most = (290_000, 300_000) if kind == "great" else (1, 300_000 if size > 1000 else 5000)
print(json.dumps([[numbers.randint(least, most) for _ in range(size)], smallest]))
