def sort_versions(versions: list[str]) -> list[str]:
    return sorted(versions, key=lambda version: version.split("."))
