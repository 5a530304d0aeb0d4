from bisect import bisect_left


def most_nested(crates: list[list[int]]) -> int:
    turned = sorted((min(crate), -max(crate)) for crate in crates)
    # At place k: the smallest longer side with which a nest of k + 1 crates can end.
    ends: list[int] = []
    for _, negative in turned:
        place = bisect_left(ends, -negative)
        ends[place : place + 1] = [-negative]
    return len(ends)
