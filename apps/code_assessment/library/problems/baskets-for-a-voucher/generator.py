"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

size, cheapest, dearest, voucher, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
prices = [numbers.randint(cheapest, dearest) for _ in range(size)]
if voucher == 499:
    prices = [price - price % 2 for price in prices]
print(json.dumps([prices, voucher]))
