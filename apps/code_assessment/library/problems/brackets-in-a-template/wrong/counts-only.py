def first_wrong_bracket(template: str) -> int:
    depth, first = 0, -1
    for place, letter in enumerate(template):
        if letter in "([{":
            first = place if depth == 0 else first
            depth += 1
        elif letter in ")]}":
            depth -= 1
            if depth < 0:
                return place
    return first if depth else -1
