"""Prints an input of the kind and size that the arguments name."""

import datetime
import random
import sys

kind, size, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
numbers = random.Random(seed)
ranges = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))
start = datetime.datetime(2000, 1, 1)


def field(least, most):
    first, last = sorted((numbers.randint(least, most), numbers.randint(least, most)))
    one = numbers.choice([f"{first}-{last}", f"{first}-{last}/{numbers.randint(1, 9)}", str(first)])
    return numbers.choice(["*", "*", "*/" + str(numbers.randint(1, 20)), one, f"{last},{one}"])


for _ in range(size):
    moment = start + datetime.timedelta(minutes=numbers.randrange(90 * 365 * 1440))
    rule = [field(*limits) for limits in ranges]
    if kind == "rare":
        day, month = numbers.choice([("29", "2"), ("28-30/1", "2"), ("31", "4,6,9,11"), ("13", "*"), ("30", "2")])
        rule = ["0", "12", day, month, numbers.choice(["*", "*", str(numbers.randint(0, 6))])]
    print(moment.strftime("%Y-%m-%d %H:%M"), *rule)
