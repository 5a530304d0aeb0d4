import sys


def main() -> None:
    for line in sys.stdin:
        start, *settings = line.split()
        pause, factor, longest, tries = map(int, settings)
        day, time = start.split("T")
        year, month, days = map(int, day.split("-"))
        hours, minutes, seconds = map(int, time.split(":"))
        total = ((((year * 12 + month - 1) * 31 + days - 1) * 24 + hours) * 60 + minutes) * 60 + seconds
        moments = []
        for _ in range(tries):
            rest, second = divmod(total, 60)
            rest, minute = divmod(rest, 60)
            rest, hour = divmod(rest, 24)
            rest, day_of_month = divmod(rest, 31)
            moments.append(f"{rest // 12:04}-{rest % 12 + 1:02}-{day_of_month + 1:02}T{hour:02}:{minute:02}:{second:02}")
            total += pause
            pause = min(pause * factor, longest)
        print(*moments)


main()
