def most_talks(talks: list[list[int]], walk: int) -> int:
    taken: list[list[int]] = []
    for start, end in sorted(talks, key=lambda talk: (talk[1] - talk[0], talk[0]))[:3000]:
        if all(start >= other[1] + walk or other[0] >= end + walk for other in taken):
            taken.append([start, end])
    return len(taken)
