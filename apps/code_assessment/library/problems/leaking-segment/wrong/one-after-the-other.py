def main() -> None:
    segments = int(input())
    for segment in range(1, segments):
        print(f"? {segment}", flush=True)
        if input() == "yes":
            print(f"! {segment}", flush=True)
            return
    print(f"! {segments}", flush=True)


main()
