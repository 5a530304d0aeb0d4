def people_per_level(manager: list[int]) -> list[int]:
    reports: list[list[int]] = [[] for _ in manager]
    level: list[int] = []
    for person, lead in enumerate(manager):
        if lead == -1:
            level.append(person)
        else:
            reports[lead].append(person)
    sizes = []
    while level:
        sizes.append(len(level))
        level = [report for person in level for report in reports[person]]
    return sizes
