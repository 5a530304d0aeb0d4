def main() -> None:
    couriers = int(input())
    victories = [0] * (couriers + 1)
    for one in range(1, couriers + 1):
        for other in range(one + 1, couriers + 1):
            print(f"? {one} {other}", flush=True)
            victories[int(input())] += 1
    print("!", *sorted(range(1, couriers + 1), key=lambda courier: -victories[courier]), flush=True)


main()
