"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

events, windows, greatest, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
times = sorted(numbers.randint(0, greatest) for _ in range(events))
print(json.dumps([times, [sorted((numbers.randint(0, greatest), numbers.randint(0, greatest))) for _ in range(windows)]]))
