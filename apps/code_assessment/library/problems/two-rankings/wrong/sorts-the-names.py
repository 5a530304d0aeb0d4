def disagreements(first: list[str], second: list[str]) -> int:
    from bisect import bisect_right, insort

    seen: list[str] = []
    count = 0
    for name in second:
        count += len(seen) - bisect_right(seen, name)
        insort(seen, name)
    return count
