"""Statements that are compiled once and asked for many are, in all tests, what each would have asked alone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session", autouse=True)
def what_was_compiled_before_is_what_would_be_asked_now() -> Iterator[None]:
    """Each statement that was compiled for somebody else is compared with one that is compiled for whoever asks."""
    from apps.accounts import alike  # noqa: PLC0415 -- a plugin is read before Django's settings are
    from apps.core.together import PreparedTogether  # noqa: PLC0415 -- as above

    prepared_for, run = alike._prepared_for, PreparedTogether.run

    def compare(prepared: PreparedTogether, values: tuple[Any, ...], build: Callable[..., Any]) -> None:
        fresh = PreparedTogether(lambda: build(*values))
        asked, wanted = (map(str, params) for params in (prepared.filled(*values), fresh.params))
        assert (prepared.sql, [*asked]) == (fresh.sql, [*wanted])

    def compared_for(membership: Any, build: Callable[..., Any], values: tuple[Any, ...]) -> PreparedTogether:
        prepared = prepared_for(membership, build, values)
        compare(prepared, (membership.pk, *values), lambda _pk, *rest: build(membership, *rest))
        return prepared

    def compared_run(prepared: PreparedTogether, *values: Any) -> list[list[Any]]:
        if values:
            compare(prepared, values, prepared.build)
        return run(prepared, *values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alike, "_prepared_for", compared_for)
        patch.setattr(PreparedTogether, "run", compared_run)
        yield
