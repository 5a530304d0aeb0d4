def best_run(results: list[int]) -> int:
    whole = best = results[0]
    # Without a day before today, no day can have been left out yet.
    forgiven = -(1 << 60)
    for result in results[1:]:
        forgiven = max(whole, forgiven + result)
        whole = max(whole, 0) + result
        best = max(best, whole)
    return best
