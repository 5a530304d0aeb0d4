"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

size, repeated, seed = (int(one) for one in sys.argv[1:])
orders = [f"ORD-{number}" for number in range(size)]
random.Random(seed).shuffle(orders)
if repeated >= 0:
    orders[repeated] = orders[repeated // 3]
print(json.dumps([orders]))
