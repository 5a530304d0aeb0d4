"""Prints an input of the kind and size that the arguments name."""

import random
import sys

size, names, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
for part in range(2):
    for _ in range(size):
        line = f"key.{numbers.randrange(names)}={numbers.choice(['on', 'off', '', 'a=b', '42'])}"
        print(numbers.choice([line] * 18 + ["", "# note = none"]))
    if part == 0:
        print("---")
