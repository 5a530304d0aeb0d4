from collections import Counter


def balanced_stretches(entries: list[int]) -> int:
    times = Counter()
    balance = count = 0
    for amount in entries:
        balance += amount
        count += times[balance]
        times[balance] += 1
    return count
