def column_name(number: int) -> str:
    name = [0]
    for _ in range(number - 1):
        at = len(name) - 1
        while at >= 0 and name[at] == 25:
            name[at] = 0
            at -= 1
        if at < 0:
            name.insert(0, 0)
        else:
            name[at] += 1
    return "".join(chr(ord("A") + letter) for letter in name)
