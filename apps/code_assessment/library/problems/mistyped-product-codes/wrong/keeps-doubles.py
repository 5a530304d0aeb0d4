def mistyped_groups(codes: list[str]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for code in codes:
        groups.setdefault("".join(sorted(code)), []).append(code)
    return sorted(sorted(group) for group in groups.values() if len(group) > 1)
