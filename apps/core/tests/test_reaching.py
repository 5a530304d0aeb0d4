"""Addresses where somebody listens, where nobody does, and where nothing ever comes back."""

import socket
import time
from collections.abc import Iterator

import pytest

from apps.core import reaching
from config.supervisor.state import free_port

# Addresses of a network that documents use, and nobody else.
NOWHERE = "192.0.2.1"


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    reaching.forget_answers()
    yield
    reaching.forget_answers()


def test_who_listens_answers_and_is_remembered() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        first = reaching.answers("127.0.0.1", port)
    remembered = reaching.answers("127.0.0.1", port)
    reaching.forget_answers()

    assert (first, remembered, reaching.answers("127.0.0.1", port)) == (True, True, False)


def test_nobody_is_noticed() -> None:
    assert not reaching.answers("127.0.0.1", free_port())


def test_what_never_comes_back_costs_a_second_once() -> None:
    began = time.monotonic()
    answers = [reaching.answers(NOWHERE, 25) for _ in range(5)]

    assert answers == [False] * 5
    assert time.monotonic() - began < 3 * reaching.PATIENCE_SECONDS
