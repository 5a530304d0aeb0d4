"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

width, height, size, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
print(json.dumps([width, height, "".join(numbers.choice(["F"] * 8 + ["L", "R"]) for _ in range(size))]))
