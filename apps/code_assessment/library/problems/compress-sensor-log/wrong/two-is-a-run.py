from itertools import groupby


def compress(log: str) -> str:
    parts = []
    for letter, run in groupby(log):
        length = len(list(run))
        parts.append(letter * length if length < 2 else f"{letter}{length}")
    return "".join(parts)
