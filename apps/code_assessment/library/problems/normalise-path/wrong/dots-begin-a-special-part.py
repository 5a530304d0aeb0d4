def normalise_path(path: str) -> str:
    names: list[str] = []
    for part in path.split("/"):
        if part.startswith(".."):
            if names:
                names.pop()
        elif part not in ("", "."):
            names.append(part)
    return "/" + "/".join(names)
