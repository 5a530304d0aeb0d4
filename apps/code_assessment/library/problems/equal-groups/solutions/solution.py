def group_counts(people: list[int], smallest: int) -> list[int]:
    most = max(people)
    counts = [0] * (most + 1)
    for size in range(smallest, most + 1):
        for number in range(size, most + 1, size):
            counts[number] += 1
    return [counts[number] for number in people]
