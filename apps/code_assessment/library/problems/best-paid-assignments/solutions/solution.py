from bisect import bisect_right


def best_pay(assignments: list[list[int]]) -> int:
    ends: list[int] = []
    best = [0]
    for start, end, pay in sorted(assignments, key=lambda one: one[1]):
        in_time = bisect_right(ends, start)
        best.append(max(best[-1], best[in_time] + pay))
        ends.append(end)
    return best[-1]
