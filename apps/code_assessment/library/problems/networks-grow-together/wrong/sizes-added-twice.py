import sys


def main() -> None:
    lines = sys.stdin.read().splitlines()
    offices = int(lines[0].split()[0])
    above = list(range(offices + 1))
    size = [1] * (offices + 1)

    def top(office: int) -> int:
        while above[office] != office:
            above[office] = above[above[office]]
            office = above[office]
        return office

    answers = []
    for line in lines[1:]:
        command, *rest = line.split()
        tops = [top(int(one)) for one in rest]
        if command == "size":
            answers.append(str(size[tops[0]]))
        elif command == "ask":
            answers.append("yes" if tops[0] == tops[1] else "no")
        else:
            small, large = sorted(tops, key=lambda one: size[one])
            above[small] = large
            size[large] += size[small]
    print("\n".join(answers))


main()
