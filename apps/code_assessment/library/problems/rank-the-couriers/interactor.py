"""Holds the races, counts them, and knows the order."""

import sys

MOST = 1400
SHAPE = "A line is `? a b` with two different couriers, or `!` with all of them."


def numbers(words, couriers):
    """The couriers that a line names; ends the talk where it names somebody else."""
    if not all(word.isascii() and word.isdecimal() and len(word) <= 4 for word in words):
        sys.exit(SHAPE)
    found = [int(word) for word in words]
    if not all(1 <= number <= couriers for number in found):
        sys.exit(SHAPE)
    return found


def main():
    with open(sys.argv[1]) as file:
        couriers, *order = map(int, file.read().split())
    place = {courier: number for number, courier in enumerate(order)}
    print(couriers)
    races = 0
    while True:
        kind, *words = input().split() or [""]
        if kind == "!":
            sys.exit(0 if numbers(words, couriers) == order else "The order is another one.")
        pair = numbers(words, couriers)
        if kind != "?" or len(set(pair)) != 2 or len(pair) != 2:
            sys.exit(SHAPE)
        races += 1
        if races > MOST:
            sys.exit(f"More than {MOST} races were held.")
        print(min(pair, key=place.__getitem__))


main()
