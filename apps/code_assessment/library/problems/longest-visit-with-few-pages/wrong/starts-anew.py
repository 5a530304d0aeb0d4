def longest_visit(clicks: list[str], pages: int) -> int:
    best, current, seen = 0, 0, set()
    for page in clicks:
        if page not in seen and len(seen) == pages:
            current, seen = 0, set()
        if pages:
            seen.add(page)
            current += 1
        best = max(best, current)
    return best
