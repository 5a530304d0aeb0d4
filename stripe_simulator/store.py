"""All objects in one file of SQLite, as JSON; one thing at a time changes them, whole or not at all."""

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from stripe_simulator import JSON
from stripe_simulator.parameters import as_null

TABLES = """
CREATE TABLE IF NOT EXISTS objects (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, created INTEGER NOT NULL,
    body TEXT NOT NULL, notes TEXT NOT NULL DEFAULT '{}');
CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (kind, sequence);
CREATE INDEX IF NOT EXISTS objects_by_customer ON objects (kind, json_extract(body, '$.customer'));
CREATE INDEX IF NOT EXISTS objects_by_subscription ON objects (kind, json_extract(body, '$.subscription'));
CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, asked TEXT NOT NULL, status INTEGER NOT NULL,
    body TEXT NOT NULL, request TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, endpoint TEXT NOT NULL, state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL, first REAL NOT NULL, signing TEXT NOT NULL DEFAULT 'right',
    status INTEGER, answer TEXT NOT NULL DEFAULT '', finished REAL);
CREATE INDEX IF NOT EXISTS deliveries_by_due ON deliveries (state, due);
CREATE INDEX IF NOT EXISTS deliveries_by_event ON deliveries (event);
CREATE TABLE IF NOT EXISTS agenda (id TEXT PRIMARY KEY, clock TEXT, due INTEGER NOT NULL, rank INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS agenda_by_due ON agenda (clock, due);
CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY AUTOINCREMENT, method TEXT NOT NULL, path TEXT NOT NULL, kind TEXT NOT NULL,
    seconds REAL NOT NULL, remaining INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
Row = sqlite3.Row


class Store:
    """The file; every method is called while a transaction is open."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.lock = threading.RLock()
        self.depth = 0
        self.connection = sqlite3.connect(folder / "stripe.sqlite3", isolation_level=None, check_same_thread=False)
        self.connection.row_factory = sqlite3.Row
        self.connection.execute("PRAGMA journal_mode = WAL")
        # A power cut may take the last moments; a killed process takes nothing.
        self.connection.execute("PRAGMA synchronous = NORMAL")
        self.connection.execute("PRAGMA cache_size = -4000")
        self.connection.executescript(TABLES)

    def close(self) -> None:
        with self.lock:
            self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything in it happens, or nothing; nobody else looks on."""
        with self.lock:
            if self.depth:
                yield
                return
            self.depth = 1
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self.connection.execute("ROLLBACK")
                raise
            else:
                self.connection.execute("COMMIT")
            finally:
                self.depth = 0

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part that can be taken back alone."""
        self.connection.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK TO part")
            raise
        finally:
            self.connection.execute("RELEASE part")

    def rows(self, statement: str, *values: Any) -> list[Row]:
        with self.lock:
            return self.connection.execute(statement, values).fetchall()

    def run(self, statement: str, *values: Any) -> int:
        """The number of rows that it changed."""
        with self.lock:
            return self.connection.execute(statement, values).rowcount

    def find(self, name: str) -> JSON | None:
        """The object with this id, of whatever kind."""
        found = self.rows("SELECT body FROM objects WHERE id = ?", name)
        body: JSON | None = json.loads(found[0]["body"]) if found else None
        return body

    def put(self, body: JSON) -> None:
        """Write a new object or a changed one."""
        self.run(
            "INSERT INTO objects (id, kind, created, body) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            body["id"], body["object"], body.get("created", 0), json.dumps(body, default=as_null),
        )  # fmt: skip

    def remove(self, name: str) -> None:
        self.run("DELETE FROM objects WHERE id = ?", name)

    def notes(self, name: str) -> JSON:
        """What the simulator keeps about an object and does not show."""
        found = self.rows("SELECT notes FROM objects WHERE id = ?", name)
        notes: JSON = json.loads(found[0]["notes"]) if found else {}
        return notes

    def note(self, name: str, **values: Any) -> None:
        self.run(
            "UPDATE objects SET notes = ? WHERE id = ?", json.dumps(self.notes(name) | values, default=as_null), name
        )

    def select(self, kind: str, **equal: Any) -> list[JSON]:
        """All objects of a kind whose fields have these values, oldest first; a double underscore goes deeper."""
        conditions, values = conditions_of(equal)
        where = " AND ".join(["kind = ?", *conditions])
        statement = f"SELECT body FROM objects WHERE {where} ORDER BY sequence"  # noqa: S608 -- our own names
        found = self.rows(statement, kind, *values)
        return [json.loads(row["body"]) for row in found]

    def page(
        self, kind: str, conditions: Sequence[str], values: Sequence[Any], *, newest: bool, limit: int
    ) -> list[JSON]:
        """Some objects of a kind, in one direction."""
        where = " AND ".join(["kind = ?", *conditions])
        order = "DESC" if newest else "ASC"
        end = f"ORDER BY sequence {order} LIMIT ?"
        statement = f"SELECT body FROM objects WHERE {where} {end}"  # noqa: S608 -- our own names
        return [json.loads(row["body"]) for row in self.rows(statement, kind, *values, limit)]

    def setting(self, name: str, default: Any = None) -> Any:
        found = self.rows("SELECT value FROM settings WHERE name = ?", name)
        return json.loads(found[0]["value"]) if found else default

    def set_setting(self, name: str, value: Any) -> None:
        self.run("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", name, json.dumps(value))


def conditions_of(equal: JSON) -> tuple[list[str], list[Any]]:
    """Comparisons of fields for a statement; names are ours, values are bound."""
    conditions, values = [], []
    for name, value in equal.items():
        path = "$." + name.replace("__", ".")
        if value is None:
            conditions.append(f"json_extract(body, '{path}') IS NULL")
            continue
        conditions.append(f"json_extract(body, '{path}') = ?")
        values.append(int(value) if isinstance(value, bool) else value)
    return conditions, values
