"""Real processes of `manage.py migrate`: killed, started twice at once, on an empty database."""

import subprocess
from collections import Counter
from collections.abc import Iterator

import pytest
from psycopg import sql

from apps.tenants.provisioning import MIGRATING_LOCK
from benchmarks.scratch import Scratch, scratch

TENANTS = 60
KILLED_AFTER = 5
HAS_COLUMN = """
SELECT count(*) FROM information_schema.columns
WHERE table_schema = %s AND table_name = 'accounts_member' AND column_name = %s
"""
SAYS_SO = sql.SQL("SELECT count(*) FROM {} WHERE name LIKE %s")


@pytest.fixture(scope="module")
def place(django_db_setup: None) -> Iterator[Scratch]:
    """An empty database at first; the tests follow each other."""
    with scratch() as made:
        yield made


def at_once(place: Scratch, *arguments: str) -> list[tuple[int, str]]:
    """Two processes that begin in the same moment: how each ended and the last that it said."""
    processes = [place.start(*arguments) for _ in range(2)]
    said = [process.communicate()[0].splitlines() for process in processes]
    return sorted((process.returncode, lines[-1]) for process, lines in zip(processes, said, strict=True))


def states(place: Scratch, column: str) -> Counter[tuple[int, int]]:
    """Of all tenants: whether they have the column, and whether their schema says that it has the migration."""
    found: Counter[tuple[int, int]] = Counter()
    with place.connect() as connection:
        for (schema,) in connection.execute("SELECT schema_name FROM tenants_tenant").fetchall():
            has = connection.execute(HAS_COLUMN, [schema, column]).fetchone()
            says = connection.execute(SAYS_SO.format(sql.Identifier(schema, "django_migrations")), [f"%_{column}"])
            found[(has or (0,))[0], (says.fetchone() or (0,))[0]] += 1
    return found


def read_until(process: subprocess.Popen[str], words: str) -> None:
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return
    raise AssertionError(f"it never said {words!r}:\n{said}")


def test_two_first_starts_on_an_empty_database_both_end_well(place: Scratch) -> None:
    assert at_once(place, "migrate") == [(0, "All tenants are up to date.")] * 2


def test_killed_in_the_middle_it_left_whole_tenants_and_goes_on_with_the_rest(place: Scratch) -> None:
    place.create_tenants(TENANTS)
    place.add_column("motto")
    process = place.start("migrate")
    read_until(process, f"Migrated {KILLED_AFTER} of {TENANTS}")
    process.kill()
    process.communicate()

    after_kill = states(place, "motto")
    said = place.run("migrate")

    left = after_kill[0, 0]
    assert after_kill == {(1, 1): TENANTS - left, (0, 0): left}
    assert 0 < left <= TENANTS - KILLED_AFTER
    assert said.splitlines()[-1] == f"{left} tenants migrated."
    assert states(place, "motto") == {(1, 1): TENANTS}


def test_of_two_at_once_one_migrates_and_the_other_finds_nothing_to_do(place: Scratch) -> None:
    place.add_column("nickname")

    answers = sorted(at_once(place, "migrate"))

    assert answers == [(0, f"{TENANTS} tenants migrated."), (0, "All tenants are up to date.")]
    assert states(place, "nickname") == {(1, 1): TENANTS}


def test_second_process_says_that_it_waits(place: Scratch) -> None:
    with place.connect() as other:
        other.execute("SELECT pg_advisory_lock(%s)", [MIGRATING_LOCK])
        process = place.start("migrate")
        read_until(process, "Another process migrates this database; waiting until it is done.")
        assert process.poll() is None
        other.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING_LOCK])
        said, _ = process.communicate()

    assert (process.returncode, said.splitlines()[-1]) == (0, "All tenants are up to date.")
