def matching_names(names: list[str], pattern: str) -> list[str]:
    return [name for name in names if fits(name, pattern)]


def fits(name: str, pattern: str) -> bool:
    at = place = 0
    star = after_star = -1
    while at < len(name):
        if place < len(pattern) and pattern[place] == "*":
            star, after_star = place, at
            place += 1
        elif place < len(pattern) and pattern[place] in ("?", name[at]):
            at += 1
            place += 1
        elif star >= 0:
            after_star += 1
            at, place = after_star, star + 1
        else:
            return False
    return pattern[place:].strip("*") == ""
