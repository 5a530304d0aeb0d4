import sys


def settings(lines: list[str]) -> dict[str, str]:
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {key: value for key, _, value in pairs}


def main() -> None:
    lines = sys.stdin.read().split("\n")
    middle = lines.index("---")
    old, new = settings(lines[:middle]), settings(lines[middle + 1 :])
    changes = [f"- {key}" for key in old if key not in new]
    changes += [f"+ {key}" for key in new if key not in old]
    changes += [f"~ {key}" for key in new if key in old and old[key] != new[key]]
    print("\n".join(changes) or "same")


main()
