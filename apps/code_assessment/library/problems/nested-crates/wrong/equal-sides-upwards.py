from bisect import bisect_left


def most_nested(crates: list[list[int]]) -> int:
    ends: list[int] = []
    for _, longer in sorted((min(crate), max(crate)) for crate in crates):
        place = bisect_left(ends, longer)
        ends[place : place + 1] = [longer]
    return len(ends)
