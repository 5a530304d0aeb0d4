def people_per_level(manager: list[int]) -> list[int]:
    level, sizes = [0], []
    while level:
        sizes.append(len(level))
        level = [person for person, lead in enumerate(manager) if lead in set(level)]
    return sizes
