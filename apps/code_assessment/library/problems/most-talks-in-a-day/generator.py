"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

size, greatest, longest, walk, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
starts = [numbers.randint(0, greatest - longest) for _ in range(size)]
print(json.dumps([[[start, start + numbers.randint(1, longest)] for start in starts], walk]))
