"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

size, longest, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
log = ""
while len(log) < size:
    letter = numbers.choice([one for one in "abcdefgh" if one != log[-1:]])
    log += letter * (size if longest == size else numbers.randint(1, longest))
print(json.dumps([log[:size]]))
