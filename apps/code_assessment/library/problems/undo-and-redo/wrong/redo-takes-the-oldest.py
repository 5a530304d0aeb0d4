import sys


def main() -> None:
    lines = sys.stdin.read().split("\n")
    done: list[str] = []
    undone: list[str] = []
    for line in lines[1 : int(lines[0]) + 1]:
        if line == "undo":
            if done:
                undone.append(done.pop())
        elif line == "redo":
            if undone:
                done.append(undone.pop(0))
        else:
            done.append(line[4:])
            undone.clear()
    print("".join(done) or "(empty)")


main()
