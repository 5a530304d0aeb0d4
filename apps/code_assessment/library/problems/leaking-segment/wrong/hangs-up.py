def main() -> None:
    segments = int(input())
    print(f"? {segments}", flush=True)


main()
