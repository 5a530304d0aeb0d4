def longest_visit(clicks: list[str], pages: int) -> int:
    best = 0
    for start in range(len(clicks)):
        seen, end = set(), start
        while end < len(clicks) and len(seen | {clicks[end]}) <= pages:
            seen.add(clicks[end])
            end += 1
        best = max(best, end - start)
    return best
