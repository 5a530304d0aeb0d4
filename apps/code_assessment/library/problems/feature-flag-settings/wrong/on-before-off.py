def flag_settings(flags: int, most_on: int) -> list[str]:
    settings = [""]
    for _ in range(flags):
        settings = [one + flag for flag in "01" for one in settings if not (flag == "1" and one.endswith("1"))]
    return [one for one in settings if one.count("1") <= most_on]
