def balanced_stretches(entries: list[int]) -> int:
    seen, balance, count = {0}, 0, 0
    for amount in entries:
        balance += amount
        if balance in seen:
            count += 1
            seen = set()
        seen.add(balance)
    return count
