import sys


def main() -> None:
    lines = sys.stdin.read().splitlines()
    files = [(int(line.split()[0]), line.split()[1]) for line in lines[1:]][:3000]
    folders = {tuple(path.split("/")[1:-1][:depth]) for _, path in files for depth in range(12)}
    large = []
    for folder in sorted(folders):
        start = "/" + "/".join(folder)
        total = sum(size for size, path in files if path.startswith(start))
        if total >= int(lines[0]):
            large.append(f"{start} {total}")
    print("\n".join(large) or "none")


main()
