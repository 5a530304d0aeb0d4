"""Prints an input of the kind and size that the arguments name."""

import datetime
import random
import sys

size, seed = int(sys.argv[1]), int(sys.argv[2])
numbers = random.Random(seed)
start = datetime.datetime(2000, 1, 1)
for _ in range(size):
    moment = start + datetime.timedelta(seconds=numbers.randrange(99 * 365 * 86_400))
    first = numbers.randint(1, 3600)
    tries = 20 if seed == 3 else numbers.randint(1, 8)
    print(moment.isoformat(), first, numbers.randint(1, 10), numbers.randint(first, 86_400), tries)
