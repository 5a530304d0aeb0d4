"""Checks an input against the constraints: fails and says which one it breaks."""

import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


lines = sys.stdin.read().split("\n")
need(lines.pop() == "" and lines, "the last line is not ended")
need(1 <= int(lines[0]) <= 200_000 and int(lines[0]) == len(lines) - 1, "the number of commands is wrong")
length = cursor = typed = passed = jumps = 0
for line in lines[1:]:
    need(re.fullmatch(r"type [a-z]{1,20}|(delete|left|right) [1-9]\d{0,9}|home|end", line), f"{line} is no command")
    command, *rest = line.split()
    count = int(rest[0]) if command in ("delete", "left", "right") else 0
    need(count <= 1_000_000_000, "a number is out of range")
    jumps += command in ("home", "end")
    if command == "type":
        typed += len(rest[0])
        length += len(rest[0])
        cursor += len(rest[0])
    elif command == "delete":
        gone = min(cursor, count)
        length -= gone
        cursor -= gone
    else:
        goal = {"home": 0, "end": length, "left": max(0, cursor - count), "right": min(length, cursor + count)}[command]
        passed += abs(goal - cursor) if count else 0
        cursor = goal
need(typed <= 1_000_000 and passed <= 1_000_000 and jumps <= 50, "there is too much typing or moving")
