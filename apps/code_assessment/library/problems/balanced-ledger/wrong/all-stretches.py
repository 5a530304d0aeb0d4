def balanced_stretches(entries: list[int]) -> int:
    count = 0
    for start in range(len(entries)):
        balance = 0
        for end in range(start, len(entries)):
            balance += entries[end]
            count += balance == 0
    return count
