"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


text, column = json.load(sys.stdin)
need(1 <= len(text) <= 300_000, "the length is out of range")
need(all(" " <= letter <= "~" or letter == "\n" for letter in text), "a character is not allowed")
field = r'(?:"(?:[^"]|"")*"|[^",\n][^,\n"]*|)'
need(re.fullmatch(rf"(?:{field}[,\n])*{field}", text), "the quotes are not as described")
need(re.sub(r'"[^"]*"', "", text).count("\n") < 30_000, "there are too many records")
