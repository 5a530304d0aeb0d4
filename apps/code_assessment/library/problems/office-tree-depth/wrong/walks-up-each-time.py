def people_per_level(manager: list[int]) -> list[int]:
    sizes: list[int] = [0] * len(manager)
    for person in range(len(manager)):
        depth = 0
        while manager[person] != -1:
            person = manager[person]
            depth += 1
        sizes[depth] += 1
    return sizes[: sizes.index(0)] if 0 in sizes else sizes
