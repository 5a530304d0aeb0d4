"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

size, shortest, longest, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
codes = []
while len(codes) < size:
    if codes and numbers.random() < 0.3:
        letters = list(numbers.choice(codes))
        numbers.shuffle(letters)
        codes.append("".join(letters))
    else:
        codes.append("".join(numbers.choice("ABCDEFG12345") for _ in range(numbers.randint(shortest, longest))))
print(json.dumps([codes]))
