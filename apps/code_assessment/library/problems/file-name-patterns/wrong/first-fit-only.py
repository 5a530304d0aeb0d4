def matching_names(names: list[str], pattern: str) -> list[str]:
    return [name for name in names if fits(name, pattern)]


def fits(name: str, pattern: str) -> bool:
    first, *parts = pattern.split("*")
    if len(name) < len(first) or any(sign not in ("?", letter) for sign, letter in zip(first, name, strict=False)):
        return False
    if not parts:
        return len(name) == len(first)
    at = len(first)
    for part in parts:
        while at + len(part) <= len(name) and not all(s in ("?", c) for s, c in zip(part, name[at:], strict=False)):
            at += 1
        if at + len(part) > len(name):
            return False
        at += len(part)
    return parts[-1] == "" or at == len(name)
