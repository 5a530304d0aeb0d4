def cleaned_cells(width: int, height: int, commands: str) -> list[int]:
    column = row = 0
    right, down = 1, 0
    cleaned = {(0, 0)}
    for command in commands:
        if command == "R":
            right, down = -down, right
        elif command == "L":
            right, down = down, -right
        elif 0 <= column + right < width and 0 <= row + down < height:
            column += right
            row += down
            cleaned.add((column, row))
    return [column, row, len(cleaned)]
