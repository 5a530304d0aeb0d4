def fewest_words(tag: str, words: list[str]) -> str | None:
    known, ways = set(words), {len(tag): ""}
    for start in reversed(range(len(tag))):
        for end in range(start + 1, min(start + 20, len(tag)) + 1):
            if end in ways and tag[start:end] in known:
                ways[start] = f"{tag[start:end]} {ways[end]}"
                break
    return ways[0].strip() if 0 in ways else None
