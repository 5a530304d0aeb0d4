"""Who acts: known to whatever is written down about a deed, without handing it from function to function."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

PERSON, STAFF, API_KEY, TASK, WEBHOOK, SYSTEM, VISITOR = (
    *("person", "staff", "api-key", "task", "webhook"),
    *("system", "visitor"),
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who or what does something, and from where.

    `id` is a user's, an API key's or a queued task's; `credential` says how the request proved itself (session, token,
    api-key); `on_behalf_of` is the user as whom a member of staff acts.
    """

    kind: str
    id: UUID | None = None
    label: str = ""
    credential: str = ""
    address: str = ""
    request_id: str = ""
    on_behalf_of: UUID | None = None


_SYSTEM = Actor(SYSTEM)
_actor: ContextVar[Callable[[], Actor]] = ContextVar("actor", default=lambda: _SYSTEM)


def current_actor() -> Actor:
    """Who acts now; the program itself where nobody is known, as in commands."""
    return _actor.get()()


@contextmanager
def acting_as(actor: Actor | Callable[[], Actor]) -> Iterator[None]:
    """Do something in somebody's name. A function is asked only when somebody wants to know."""
    known = (lambda: actor) if isinstance(actor, Actor) else actor
    token = _actor.set(known)
    try:
        yield
    finally:
        _actor.reset(token)
