import sys


def main() -> None:
    numbers = list(map(int, sys.stdin.buffer.read().split()))
    shelves, deliveries, questions = numbers[:3]
    row = [0] * (shelves + 1)
    at = 3
    for _ in range(deliveries):
        first, last, boxes = numbers[at : at + 3]
        for shelf in range(first, last + 1):
            row[shelf] += boxes
        at += 3
    for _ in range(questions):
        print(sum(row[numbers[at] : numbers[at + 1] + 1]))
        at += 2


main()
