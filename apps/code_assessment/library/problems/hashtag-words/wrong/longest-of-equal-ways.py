def fewest_words(tag: str, words: list[str]) -> str | None:
    known, longest = set(words), max(map(len, words))
    # For each place: how many words the rest takes, and where the first of them ends.
    counts: list[int | None] = [None] * len(tag) + [0]
    ends = [0] * len(tag)
    for start in reversed(range(len(tag))):
        for end in range(start + 1, min(start + longest, len(tag)) + 1):
            rest, best = counts[end], counts[start]
            if rest is not None and (best is None or rest + 1 <= best) and tag[start:end] in known:
                counts[start], ends[start] = rest + 1, end
    if counts[0] is None:
        return None
    parts, at = [], 0
    while at < len(tag):
        parts.append(tag[at : ends[at]])
        at = ends[at]
    return " ".join(parts)
