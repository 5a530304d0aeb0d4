def set_paragraph(words: list[str], width: int) -> list[str]:
    lines: list[str] = []
    line: list[str] = []
    letters = 0
    for word in words:
        if line and letters + len(line) + len(word) > width:
            lines.append(spread(line, width - letters))
            line, letters = [], 0
        line.append(word)
        letters += len(word)
    return [*lines, " ".join(line)]


def spread(line: list[str], blanks: int) -> str:
    gaps = len(line) - 1
    if gaps == 0:
        return line[0]
    each, more = divmod(blanks, gaps)
    parts = [word + " " * (each + (at < more)) for at, word in enumerate(line[:-1])]
    return "".join(parts) + line[-1]
