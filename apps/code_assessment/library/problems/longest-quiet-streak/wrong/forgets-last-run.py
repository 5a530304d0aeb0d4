def longest_quiet_streak(incidents: list[int], limit: int) -> int:
    best = current = 0
    for count in incidents:
        if count <= limit:
            current += 1
        else:
            best = max(best, current)
            current = 0
    return best
