"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

length, count, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
blocks = [1, *numbers.sample(range(2, 60), count - 1)]
numbers.shuffle(blocks)
print(json.dumps([length, blocks]))
