"""Whether a pooler between us and PostgreSQL hands a connection's server to others between two transactions.

A tenant is chosen by the connection's `search_path`: under such a pooler the next statement could run in another's.
"""

from contextlib import closing
from typing import Any, cast

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

ROUNDS = 5
CONNECT_SECONDS = 3
REFUSAL = (
    "DATABASE_URL: a pooler there gives each transaction another connection of the server (transaction mode), which "
    "would mix up tenants; set pool_mode = session, or name PostgreSQL itself"
)


def _server_of(talk: "psycopg.Connection[Any]") -> int:
    row = talk.execute("SELECT pg_backend_pid()", prepare=False).fetchone()
    return cast("tuple[int]", row)[0]


def shares_servers() -> bool:
    """Two connections that are open at the same time have two servers behind them for good, unless a pooler shares."""
    fresh = connection.copy()
    # A start does not hang at a database that says nothing.
    parameters = {"connect_timeout": CONNECT_SECONDS, **fresh.get_connection_params()}
    with (
        closing(fresh.get_new_connection(parameters)) as first,
        closing(fresh.get_new_connection(parameters)) as second,
    ):
        first.autocommit = second.autocommit = True
        seen = _server_of(first)
        for _ in range(ROUNDS):
            # While the other one's transaction holds a server, a pooler has to give us another, or has given it ours.
            with second.transaction():
                if _server_of(second) == seen or _server_of(first) != seen:
                    return True
    return False


def refuse_shared_servers() -> None:
    """Stop a start at such a pooler; a database that does not answer is for the readiness check to tell."""
    try:
        is_shared = shares_servers()
    except psycopg.OperationalError as error:
        if "statement pooling" not in str(error):
            return
        is_shared = True
    if is_shared:
        raise ImproperlyConfigured(REFUSAL)
