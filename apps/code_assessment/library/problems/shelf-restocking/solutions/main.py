import sys
from itertools import accumulate


def main() -> None:
    numbers = list(map(int, sys.stdin.buffer.read().split()))
    shelves, deliveries, questions = numbers[:3]
    changes = [0] * (shelves + 2)
    at = 3
    for _ in range(deliveries):
        first, last, boxes = numbers[at : at + 3]
        changes[first] += boxes
        changes[last + 1] -= boxes
        at += 3
    totals = list(accumulate(accumulate(changes)))
    answers = []
    for _ in range(questions):
        answers.append(totals[numbers[at + 1]] - totals[numbers[at] - 1])
        at += 2
    print("\n".join(map(str, answers)))


main()
