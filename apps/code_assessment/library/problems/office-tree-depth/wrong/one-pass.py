def people_per_level(manager: list[int]) -> list[int]:
    level = [1] * len(manager)
    for person, lead in enumerate(manager):
        if lead != -1:
            level[person] = level[lead] + 1
    return [level.count(one) for one in range(1, max(level) + 1)]
