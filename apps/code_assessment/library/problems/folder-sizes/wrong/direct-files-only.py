import sys


def main() -> None:
    lines = sys.stdin.read().splitlines()
    limit = int(lines[0])
    totals: dict[tuple[str, ...], int] = {}
    for line in lines[1:]:
        size, path = line.split()
        names = tuple(path.split("/")[1:])
        for depth in (len(names) - 1,):
            folder = names[:depth]
            totals[folder] = totals.get(folder, 0) + int(size)
    large = [f"/{'/'.join(folder)} {total}" for folder, total in sorted(totals.items()) if total >= limit]
    print("\n".join(large) or "none")


main()
