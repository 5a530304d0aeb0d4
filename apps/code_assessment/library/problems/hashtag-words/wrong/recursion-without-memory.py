def fewest_words(tag: str, words: list[str]) -> str | None:
    known = set(words)

    def ways(start: int) -> tuple[int, str] | None:
        if start == len(tag):
            return (0, "")
        found = []
        for end in range(start + 1, min(start + 20, len(tag)) + 1):
            if tag[start:end] in known and (rest := ways(end)):
                found.append((rest[0] + 1, f"{tag[start:end]} {rest[1]}".strip()))
        return min(found, default=None)

    best = ways(0)
    return best[1] if best else None
