"""Checks an input against the constraints: fails and says which one it breaks."""

import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


lines = sys.stdin.read().split("\n")
need(lines.pop() == "" and 2 <= len(lines) <= 20_001, "the number of files is wrong")
need(0 <= int(lines[0]) <= 1_000_000_000_000, "the limit is out of range")
paths, folders = set(), set()
for line in lines[1:]:
    need(re.fullmatch(r"\d{1,10}( (?:/[a-z0-9._-]{1,12}){1,12})", line), f"{line} is no file")
    size, path = line.split()
    need(int(size) <= 1_000_000_000 and path not in paths, f"{line}: out of range or twice")
    paths.add(path)
    names = path.split("/")
    folders.update("/".join(names[:depth]) for depth in range(2, len(names)))
need(not paths & folders, "a name is both a file and a folder")
