def longest_quiet_streak(incidents: list[int], limit: int) -> int:
    best = 0
    for start in range(len(incidents)):
        end = start
        while end < len(incidents) and incidents[end] <= limit:
            end += 1
        best = max(best, end - start)
    return best
