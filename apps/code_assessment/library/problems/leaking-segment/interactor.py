"""Answers where the leak is, and counts the questions."""

import sys

MOST = 20
SHAPE = "A line is `? k` or `! k`, with a segment k that there is."


def segment_in(words, segments):
    """The segment that a line names; ends the talk where it names none."""
    is_number = len(words) == 2 and words[1].isascii() and words[1].isdecimal() and len(words[1]) <= 9
    if not is_number or not 1 <= int(words[1]) <= segments:
        sys.exit(SHAPE)
    return int(words[1])


def main():
    with open(sys.argv[1]) as file:
        segments, leak = map(int, file.read().split())
    print(segments)
    asked = 0
    while True:
        words = input().split()
        if words[:1] == ["!"]:
            sys.exit(0 if segment_in(words, segments) == leak else "The leak is in another segment.")
        if words[:1] != ["?"]:
            sys.exit(SHAPE)
        asked += 1
        if asked > MOST:
            sys.exit(f"More than {MOST} questions were asked.")
        print("yes" if leak <= segment_in(words, segments) else "no")


main()
