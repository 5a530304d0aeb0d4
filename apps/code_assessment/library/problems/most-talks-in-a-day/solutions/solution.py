def most_talks(talks: list[list[int]], walk: int) -> int:
    count, free_from = 0, 0
    for start, end in sorted(talks, key=lambda talk: talk[1]):
        if start >= free_from:
            count += 1
            free_from = end + walk
    return count
