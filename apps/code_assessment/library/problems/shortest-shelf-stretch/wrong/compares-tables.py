from collections import Counter


def shortest_stretch(shelf: list[str], wanted: dict[str, int]) -> list[int]:
    inside: Counter[str] = Counter()
    best: list[int] = []
    left = 0
    for right, article in enumerate(shelf):
        inside[article] += 1
        while sum(inside[one] >= count for one, count in wanted.items()) == len(wanted):
            if not best or right - left < best[1] - best[0]:
                best = [left, right]
            inside[shelf[left]] -= 1
            left += 1
    return best
