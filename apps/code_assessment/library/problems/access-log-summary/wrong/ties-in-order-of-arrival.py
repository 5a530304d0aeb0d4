import re
import sys

REQUEST = re.compile(r"(?:GET|POST|PUT|DELETE|PATCH|HEAD) (/[^ ]*) ([0-9]{3}) ([0-9]+)")


def main() -> None:
    skipped = 0
    paths: dict[str, list[int]] = {}
    for line in sys.stdin:
        match = REQUEST.fullmatch(line.rstrip("\n"))
        if match is None:
            skipped += 1
            continue
        counts = paths.setdefault(match[1], [0, 0, 0])
        counts[0] += 1
        counts[1] += match[2].startswith("5")
        counts[2] += int(match[3])
    for path, (requests, errors, total) in sorted(paths.items(), key=lambda pair: -pair[1][0]):
        print(path, requests, errors, total // requests)
    print("skipped", skipped)


main()
