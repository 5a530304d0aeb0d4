def largest_banner(heights: list[int]) -> list[int]:
    best = (0, 0, 0)
    for first in range(len(heights)):
        lowest = heights[first]
        for last in range(first, len(heights)):
            lowest = min(lowest, heights[last])
            if lowest * (last - first + 1) > best[0]:
                best = (lowest * (last - first + 1), first, last)
    return list(best)
