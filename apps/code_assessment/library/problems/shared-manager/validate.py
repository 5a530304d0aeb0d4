"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


manager, one, other = json.load(sys.stdin)
size = len(manager)
need(1 <= size <= 100_000 and manager.count(-1) == 1, "the number of people or of heads is wrong")
need(all(-1 <= lead < size for lead in manager), "a manager does not exist")
need(0 <= one < size and 0 <= other < size, "a person does not exist")
reached = [lead == -1 for lead in manager]
for person in range(size):
    way = []
    while not reached[person]:
        need(len(way) <= size, "somebody never comes to the head")
        way.append(person)
        person = manager[person]
    for step in way:
        reached[step] = True
