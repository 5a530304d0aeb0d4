import sys


def main() -> None:
    lines = sys.stdin.read().splitlines()
    near: dict[str, list[str]] = {}
    for line in lines[1:]:
        command, one, *other = line.split()
        if command == "join":
            near.setdefault(one, []).append(other[0])
            near.setdefault(other[0], []).append(one)
            continue
        seen, waiting = {one}, [one]
        while waiting:
            for office in near.get(waiting.pop(), []):
                if office not in seen:
                    seen.add(office)
                    waiting.append(office)
        print(len(seen) if command == "size" else "yes" if other[0] in seen else "no")


main()
