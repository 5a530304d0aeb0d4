PARTNERS = {")": "(", "]": "[", "}": "{"}


def first_wrong_bracket(template: str) -> int:
    open_places: list[int] = []
    for place, letter in enumerate(template):
        if letter in "([{":
            open_places.append(place)
        elif letter in PARTNERS:
            if not open_places or template[open_places.pop()] != PARTNERS[letter]:
                return place
    return open_places[-1] if open_places else -1
