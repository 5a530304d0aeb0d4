def best_run(results: list[int]) -> int:
    best, start, chosen = results[0], 0, (0, 1)
    total = 0
    for day, result in enumerate(results):
        if total < 0:
            total, start = 0, day
        total += result
        if total > best:
            best, chosen = total, (start, day + 1)
    days = results[slice(*chosen)]
    return best - min(0, min(days)) if len(days) > 1 else best
