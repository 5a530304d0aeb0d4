from itertools import groupby


def compress(log: str) -> str:
    parts = []
    for letter, run in groupby(log):
        length = len(list(run))
        while length > 9:
            parts.append(f"{letter}9")
            length -= 9
        parts.append(letter * length if length < 3 else f"{letter}{length}")
    return "".join(parts)
