"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

size, width, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
words = ["".join(numbers.choice("abcdefghij.,") for _ in range(numbers.randint(1, min(12, width)))) for _ in range(size)]
print(json.dumps([words, width]))
