def main() -> None:
    ranking = list(range(1, int(input()) + 1))
    for place in range(len(ranking) - 1):
        print(f"? {ranking[place]} {ranking[place + 1]}", flush=True)
        if int(input()) == ranking[place + 1]:
            ranking[place], ranking[place + 1] = ranking[place + 1], ranking[place]
    print("!", *ranking, flush=True)


main()
