"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

size, distance, reach, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
stations = sorted(numbers.sample(range(1, distance), size))
print(json.dumps([stations, distance, reach]))
