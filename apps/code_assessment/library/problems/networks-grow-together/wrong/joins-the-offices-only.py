import sys


def main() -> None:
    lines = sys.stdin.read().splitlines()
    near: dict[str, set[str]] = {}
    for line in lines[1:]:
        command, one, *other = line.split()
        if command == "join":
            near.setdefault(one, {one}).add(other[0])
            near.setdefault(other[0], {other[0]}).add(one)
        elif command == "size":
            print(len(near.get(one, {one})))
        else:
            print("yes" if other[0] in near.get(one, {one}) else "no")


main()
