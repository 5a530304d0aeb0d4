import sys
from datetime import datetime, timedelta

RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))


def values_of(field: str, least: int, most: int) -> set[int]:
    values: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        start, end = (least, most) if span == "*" else (int(first), int(last or first))
        values.update(range(start, end + 1, int(step or 1)))
    return values


def main() -> None:
    for line in sys.stdin:
        date, time, *rule = line.split()
        minutes, hours, days, months, weekdays = (
            values_of(field, *limits) for field, limits in zip(rule, RANGES, strict=True)
        )
        moment = datetime.fromisoformat(f"{date} {time}")
        for _ in range(45 * 366 * 1440):
            moment += timedelta(minutes=1)
            if (
                moment.minute in minutes
                and moment.hour in hours
                and moment.day in days
                and moment.month in months
                and moment.isoweekday() % 7 in weekdays
            ):
                print(moment.isoformat(" ", "minutes"))
                break
        else:
            print("never")


main()
