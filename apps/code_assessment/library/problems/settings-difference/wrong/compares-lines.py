import sys


def main() -> None:
    lines = sys.stdin.read().split("\n")
    middle = lines.index("---")
    old = {line for line in lines[:middle] if line and line[0] != "#"}
    new = {line for line in lines[middle + 1 :] if line and line[0] != "#"}
    changes = [f"- {line.split('=')[0]}" for line in sorted(old - new)]
    changes += [f"+ {line.split('=')[0]}" for line in sorted(new - old)]
    print("\n".join(changes) or "same")


main()
