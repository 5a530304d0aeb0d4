"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


(manager,) = json.load(sys.stdin)
need(1 <= len(manager) <= 100_000 and manager.count(-1) == 1, "the number of people or of heads is wrong")
need(all(-1 <= lead < len(manager) for lead in manager), "a manager does not exist")
reached = [lead == -1 for lead in manager]
for person in range(len(manager)):
    way = []
    while not reached[person]:
        need(len(way) <= len(manager), "somebody never comes to the head")
        way.append(person)
        person = manager[person]
    for one in way:
        reached[one] = True
