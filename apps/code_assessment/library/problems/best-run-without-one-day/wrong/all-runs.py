def best_run(results: list[int]) -> int:
    best = max(results)
    for start in range(len(results)):
        total, worst = 0, 0
        for end in range(start, len(results)):
            total += results[end]
            worst = min(worst, results[end])
            if end > start:
                best = max(best, total - worst)
    return best
