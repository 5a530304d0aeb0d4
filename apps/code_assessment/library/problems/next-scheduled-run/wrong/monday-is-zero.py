import sys
from datetime import datetime, timedelta

RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))
LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MOST_DAYS = 45 * 366


def values_of(field: str, least: int, most: int) -> set[int]:
    values: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        if span == "*":
            start, end = least, most
        else:
            start, end = int(first), int(last or first)
        values.update(range(start, end + 1, int(step or 1)))
    return values


def next_run(moment: datetime, rule: list[str]) -> str:
    fields = zip(rule, RANGES, strict=True)
    minutes, hours, days, months, weekdays = (values_of(field, *limits) for field, limits in fields)
    if all(LONGEST_MONTHS[month - 1] < min(days) for month in months):
        return "never"
    # The first moment that may be the answer.
    moment += timedelta(minutes=1)
    times = sorted((hour, minute) for hour in hours for minute in minutes)
    day = moment.date()
    for _ in range(MOST_DAYS):
        if day.month in months and day.day in days and day.weekday() in weekdays:
            earliest = (moment.hour, moment.minute) if day == moment.date() else (0, 0)
            for hour, minute in times:
                if (hour, minute) >= earliest:
                    return f"{day} {hour:02}:{minute:02}"
        day += timedelta(days=1)
    return "never"


def main() -> None:
    for line in sys.stdin:
        date, time, *rule = line.split()
        print(next_run(datetime.fromisoformat(f"{date} {time}"), rule))


main()
