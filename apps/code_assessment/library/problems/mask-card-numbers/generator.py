"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

size, seed = int(sys.argv[1]), int(sys.argv[2])
numbers = random.Random(seed)
parts, length = [], 0
while length < size - 40:
    digits = "".join(numbers.choice("0123456789") for _ in range(numbers.choice([3, 11, 12, 13, 16, 16, 19, 20, 25])))
    parts.append(digits + numbers.choice([" ", "-", "x", " card ", ", "]))
    length += len(parts[-1])
print(json.dumps(["".join(parts)]))
