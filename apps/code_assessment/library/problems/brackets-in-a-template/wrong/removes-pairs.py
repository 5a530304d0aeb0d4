def first_wrong_bracket(template: str) -> int:
    letters = [(letter, place) for place, letter in enumerate(template) if letter in "()[]{}"]
    at = 0
    while at < len(letters):
        if letters[at][0] in ")]}":
            if at == 0 or letters[at - 1][0] + letters[at][0] not in ("()", "[]", "{}"):
                return letters[at][1]
            letters = letters[: at - 1] + letters[at + 1 :]
            at -= 1
        else:
            at += 1
    return letters[0][1] if letters else -1
