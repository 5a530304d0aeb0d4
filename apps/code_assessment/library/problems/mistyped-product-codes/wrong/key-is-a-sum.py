def mistyped_groups(codes: list[str]) -> list[list[str]]:
    groups: dict[str, set[str]] = {}
    for code in codes:
        groups.setdefault(str(sum(map(ord, code))), set()).add(code)
    return sorted(sorted(group) for group in groups.values() if len(group) > 1)
