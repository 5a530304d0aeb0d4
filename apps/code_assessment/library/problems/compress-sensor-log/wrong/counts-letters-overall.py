def compress(log: str) -> str:
    parts = []
    for letter in dict.fromkeys(log):
        count = log.count(letter)
        parts.append(letter * count if count < 3 else f"{letter}{count}")
    return "".join(parts)
