def matching_names(names: list[str], pattern: str) -> list[str]:
    def fits(name: str, signs: str) -> bool:
        if not signs:
            return not name
        if signs[0] == "*":
            return any(fits(name[skipped:], signs[1:]) for skipped in range(len(name) + 1))
        return bool(name) and signs[0] in ("?", name[0]) and fits(name[1:], signs[1:])

    return [name for name in names if fits(name, pattern)]
