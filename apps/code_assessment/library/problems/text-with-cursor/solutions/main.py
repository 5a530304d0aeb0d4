import sys


def main() -> None:
    lines = sys.stdin.read().splitlines()
    before: list[str] = []
    behind: list[str] = []

    def move(source: list[str], target: list[str], count: int) -> None:
        count = min(count, len(source))
        if count:
            target.extend(reversed(source[-count:]))
            del source[-count:]

    for line in lines[1:]:
        command, *rest = line.split()
        if command == "type":
            before.extend(rest[0])
        elif command == "delete":
            del before[max(0, len(before) - int(rest[0])) :]
        elif command == "left":
            move(before, behind, int(rest[0]))
        elif command == "right":
            move(behind, before, int(rest[0]))
        elif command == "home":
            move(before, behind, len(before))
        else:
            move(behind, before, len(behind))
    print("".join(before) + "".join(reversed(behind)) or "(empty)")


main()
