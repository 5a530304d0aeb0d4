def mistyped_groups(codes: list[str]) -> list[list[str]]:
    groups: list[list[str]] = []
    for code in set(codes):
        for group in groups:
            if sorted(group[0]) == sorted(code):
                group.append(code)
                break
        else:
            groups.append([code])
    return sorted(sorted(group) for group in groups if len(group) > 1)
