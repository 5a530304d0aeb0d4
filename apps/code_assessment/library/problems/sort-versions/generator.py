"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

size, greatest, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)


def part():
    return numbers.choice(["", "", "", "0"]) * (greatest < 1000) + str(numbers.choice([0, numbers.randint(0, greatest)]))


print(json.dumps([[".".join(part() for _ in range(numbers.randint(1, 5))) for _ in range(size)]]))
