def shortest_stretch(shelf: list[str], wanted: dict[str, int]) -> list[int]:
    needed = dict(wanted)
    missing = sum(needed.values())
    best: list[int] = []
    left = 0
    for right, article in enumerate(shelf):
        if article not in needed:
            continue
        missing -= needed[article] > 0
        needed[article] -= 1
        while missing == 0:
            if not best or right - left <= best[1] - best[0]:
                best = [left, right]
            gone = shelf[left]
            if gone in needed:
                needed[gone] += 1
                missing += needed[gone] > 0
            left += 1
    return best
