"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

kind, size, greatest, seed = sys.argv[1], *(int(one) for one in sys.argv[2:])
numbers = random.Random(seed)
if kind == "chain":
    crates = [[place * 1000 + numbers.randint(1, 400), place * 1000 + numbers.randint(401, 900)] for place in range(size)]
    crates = [crate[:: numbers.choice([1, -1])] for crate in crates]
    numbers.shuffle(crates)
else:
    crates = [[numbers.randint(1, greatest), numbers.randint(1, greatest)] for _ in range(size)]
print(json.dumps([crates]))
