def group_counts(people: list[int], smallest: int) -> list[int]:
    counts = []
    for number in people[:2000]:
        count, size = 0, 1
        while size * size <= number:
            if number % size == 0:
                count += (size >= smallest) + (number // size >= smallest)
            size += 1
        counts.append(count)
    return counts
