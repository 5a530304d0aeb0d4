import sys


def main() -> None:
    lines = sys.stdin.read().splitlines()
    text: list[str] = []
    cursor = 0
    for line in lines[1:]:
        command, *rest = line.split()
        if command == "type":
            for letter in rest[0]:
                text.insert(cursor, letter)
                cursor += 1
        elif command == "delete":
            for _ in range(min(cursor, int(rest[0]))):
                cursor -= 1
                text.pop(cursor)
        elif command == "left":
            cursor = max(0, cursor - int(rest[0]))
        elif command == "right":
            cursor = min(len(text), cursor + int(rest[0]))
        else:
            cursor = 0 if command == "home" else len(text)
    print("".join(text) or "(empty)")


main()
