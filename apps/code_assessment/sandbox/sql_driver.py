"""Goes into the box beside SQL submissions: builds the problem's tables from the input and runs the statements."""

import os
import re
import sqlite3
import sys

COMMENTS = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
OWN_FAULTS = ("syntax error", "unrecognized token", "incomplete input")


def statements(script: str) -> list[str]:
    """One by one; a semicolon within a text or a trigger ends nothing."""
    found, begun = [], ""
    *pieces, rest = script.split(";")
    for piece in pieces:
        begun += f"{piece};"
        if sqlite3.complete_statement(begun):
            found.append(begun)
            begun = ""
    return [text for text in (*found, begun + rest) if COMMENTS.sub("", text).strip("; \n\t\r")]


def words(row: tuple[object, ...]) -> str:
    return "|".join("" if value is None else str(value) for value in row)


def check(script: str) -> None:
    """Complain about statements that no tables could make right."""
    database = sqlite3.connect(":memory:")
    for statement in statements(script):
        try:
            database.execute(f"EXPLAIN {statement}")
        except sqlite3.Error as error:
            if any(fault in str(error) for fault in OWN_FAULTS):
                sys.exit(f"{error}\n  in: {statement.strip()[:200]}")


def main() -> None:
    with open(os.path.join(os.path.dirname(__file__), "main.sql"), encoding="utf-8") as file:  # noqa: PTH118, PTH120, PTH123 -- stays small
        script = file.read()
    if sys.argv[1:] == ["--check"]:
        check(script)
        return
    database = sqlite3.connect(":memory:")
    # Nothing is to lie in files: what does not fit into memory is too much.
    database.execute("PRAGMA temp_store = MEMORY")
    database.executescript(sys.stdin.read())
    try:
        for statement in statements(script):
            for row in database.execute(statement):
                sys.stdout.write(f"{words(row)}\n")
    except sqlite3.Error as error:
        sys.stdout.flush()
        sys.exit(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
