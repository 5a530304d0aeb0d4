"""Reads {stdin, expected, stdout} as JSON; fails and says why when the output is no right answer."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


case = json.load(sys.stdin)
numbers = [int(one) for one in case["stdin"].split()]
services, pairs = numbers[0], list(zip(numbers[2::2], numbers[3::2], strict=True))
words = case["stdout"].split()
if case["expected"].split() == ["impossible"]:
    need(words == ["impossible"], "there is no order")
    sys.exit(0)
need(words != ["impossible"], "there is an order")
need(len(words) == services and all(word.isascii() and word.isdigit() for word in words), "not one number per service")
place = {int(word): at for at, word in enumerate(words)}
need(set(place) == set(range(1, services + 1)), "a service is missing or stands twice")
for first, second in pairs:
    need(place[first] < place[second], f"{second} is deployed before {first}")
