def largest_banner(heights: list[int]) -> list[int]:
    best = (-1, 0, 0)
    growing: list[tuple[int, int]] = []
    for house, height in enumerate([*heights, -1]):
        start = house
        while growing and growing[-1][1] >= height:
            start, ended = growing.pop()
            best = max(best, ((house - start) * ended, start, house - 1))
        growing.append((start, height))
    area, first, last = best
    return [area, first, last] if area else [0, 0, 0]
