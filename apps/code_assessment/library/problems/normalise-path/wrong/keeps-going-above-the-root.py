def normalise_path(path: str) -> str:
    names: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if names and names[-1] != "..":
                names.pop()
            else:
                names.append(part)
        elif part not in ("", "."):
            names.append(part)
    return "/" + "/".join(names)
