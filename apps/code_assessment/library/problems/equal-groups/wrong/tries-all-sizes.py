def group_counts(people: list[int], smallest: int) -> list[int]:
    return [sum(number % size == 0 for size in range(smallest, number + 1)) for number in people]
