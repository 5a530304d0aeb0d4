"""Reads a Compose file by the types of the Compose specification: `python -m deploy.compose_check FILE`."""

import json
import re
import sys
from pathlib import Path

import yaml
from compose_spec import PyCompose

VARIABLE = re.compile(r"\$\{([A-Z_]+)(?::([-?])([^}]*))?\}")


def interpolated(text: str) -> str:
    """Each variable as its default, or as a word where one has to be given."""
    return VARIABLE.sub(lambda found: found[3] if found[2] == "-" else "given", text)


def main(name: str) -> int:
    # PyYAML resolves the merge keys, as Compose does before it looks.
    read = yaml.safe_load(interpolated(Path(name).read_text(encoding="utf-8")))
    try:
        PyCompose.from_json(json.dumps({key: value for key, value in read.items() if key[:2] != "x-"})).validate()
    except ValueError as error:
        sys.stderr.write(f"{name}: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
