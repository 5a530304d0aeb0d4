def flag_settings(flags: int, most_on: int) -> list[str]:
    settings: list[str] = []

    def go_on(begun: str, left: int) -> None:
        if len(begun) == flags:
            settings.append(begun)
            return
        go_on(begun + "0", left)
        if left > 0 and not begun.endswith("1"):
            go_on(begun + "1", left - 1)

    go_on("", most_on)
    return settings
