"""A process that ends between any two steps: a statement of the database or a question to the provider."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection

from apps.billing import gateway
from apps.billing.provider import Thing

Answer = TypeVar("Answer")
# Of these the end of a transaction is made: when one of them is interrupted, nobody knows what became of it.
_FRAMES = ("SAVEPOINT", "RELEASE", "ROLLBACK")


class CrashError(BaseException):
    """Nothing catches it, as nothing catches the end of a process."""


class Fuse:
    """Burns down by one with each step, and then goes off once."""

    left: int | None = None

    def step(self) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            self.left = None
            raise CrashError


FUSE = Fuse()


class CrashingStripe(gateway.Stripe):
    """The provider as it is; the process may end before it was asked, and after it did what it was asked for."""

    def fetch(self, kind: str, object_id: str) -> Thing:
        return self._step(lambda: super(CrashingStripe, self).fetch(kind, object_id))

    def each(self, kind: str, **filters: Any) -> Iterator[Thing]:
        return iter(self._step(lambda: list(super(CrashingStripe, self).each(kind, **filters))))

    def create(self, kind: str, params: Mapping[str, Any], *, key: str) -> Thing:
        return self._step(lambda: super(CrashingStripe, self).create(kind, params, key=key))

    def change(self, kind: str, object_id: str, params: Mapping[str, Any], *, key: str) -> Thing:
        return self._step(lambda: super(CrashingStripe, self).change(kind, object_id, params, key=key))

    def hang_up(self) -> None:
        """The library keeps its connections open for as long as there is a process."""
        self._client._requestor._client.close()

    def _step(self, ask: Callable[[], Answer]) -> Answer:
        FUSE.step()
        found = ask()
        FUSE.step()
        return found


def _step(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 -- Django's
    if not sql.startswith(_FRAMES):
        FUSE.step()
    return execute(sql, params, many, context)


@contextmanager
def crashing(after: int | None) -> Iterator[None]:
    """End what is done inside after so many steps, if it takes as many; None lets it be."""
    FUSE.left = after
    try:
        with connection.execute_wrapper(_step):
            yield
    except CrashError:
        # The connection goes with the process, and what it had not committed went with the savepoint.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")
    finally:
        FUSE.left = None
