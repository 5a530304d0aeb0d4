"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

kind, size, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
numbers = random.Random(seed)
first = [f"c{number}" for number in range(size)]
numbers.shuffle(first)
second = list(first)
if kind == "random":
    numbers.shuffle(second)
elif kind == "turned":
    second.reverse()
else:
    for _ in range(size // 10):
        at = numbers.randrange(size - 1)
        second[at], second[at + 1] = second[at + 1], second[at]
print(json.dumps([first, second]))
