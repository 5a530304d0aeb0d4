"""Prints an input of the kind and size that the arguments name."""

import random
import sys

kind, seed = sys.argv[1], int(sys.argv[5])
shelves, deliveries, questions = (int(one) for one in sys.argv[2:5])
numbers = random.Random(seed)


def a_range():
    if kind == "whole":
        return numbers.randint(1, 10), numbers.randint(shelves - 10, shelves)
    return sorted((numbers.randint(1, shelves), numbers.randint(1, shelves)))


print(shelves, deliveries, questions)
for _ in range(deliveries):
    print(*a_range(), 10_000 if kind == "whole" else numbers.randint(-10_000, 10_000))
for _ in range(questions):
    print(*a_range())
