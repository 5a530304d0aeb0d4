import re


def normalise_path(path: str) -> str:
    parts = "/" + "/".join(part for part in path.split("/") if part not in ("", "."))
    while True:
        shorter = re.sub(r"^/\.\.(?=/|$)", "", parts)
        if shorter == parts:
            shorter = re.sub(r"/(?!\.\.(?:/|$))[^/]+/\.\.(?=/|$)", "", parts, count=1)
        if shorter == parts:
            return parts or "/"
        parts = shorter
