import sys

METHODS = {"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"}


def main() -> None:
    skipped = 0
    paths: dict[str, list[int]] = {}
    for line in sys.stdin:
        parts = line.split()
        if len(parts) != 4 or parts[0] not in METHODS or parts[1][0] != "/" or not parts[3].isdigit():
            skipped += 1
            continue
        counts = paths.setdefault(parts[1], [0, 0, 0])
        counts[0] += 1
        counts[1] += parts[2].startswith("5")
        counts[2] += int(parts[3])
    for path, (requests, errors, total) in sorted(paths.items(), key=lambda pair: (-pair[1][0], pair[0])):
        print(path, requests, errors, total // requests)
    print("skipped", skipped)


main()
