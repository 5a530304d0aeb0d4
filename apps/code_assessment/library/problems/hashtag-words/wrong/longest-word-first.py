def fewest_words(tag: str, words: list[str]) -> str | None:
    parts, known = [], set(words)
    while tag:
        for length in range(min(20, len(tag)), 0, -1):
            if tag[:length] in known:
                parts.append(tag[:length])
                tag = tag[length:]
                break
        else:
            return None
    return " ".join(parts)
