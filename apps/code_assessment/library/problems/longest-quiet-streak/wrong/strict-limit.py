def longest_quiet_streak(incidents: list[int], limit: int) -> int:
    best = current = 0
    for count in incidents:
        current = current + 1 if count < limit else 0
        best = max(best, current)
    return best
