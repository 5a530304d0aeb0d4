def longest_visit(clicks: list[str], pages: int) -> int:
    counts: dict[str, int] = {}
    left = best = 0
    for right, page in enumerate(clicks):
        counts[page] = counts.get(page, 0) + 1
        while len(counts) > pages:
            gone = clicks[left]
            counts.setdefault(gone, 0)
            del counts[gone]
            left += 1
        best = max(best, right - left + 1)
    return best
