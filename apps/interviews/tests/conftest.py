"""An interview of Ada's in the workspace of Acme, which has the module."""

from collections.abc import Callable
from typing import Any

import pytest

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.interviews import services
from apps.interviews.configuration import Setup
from apps.interviews.models import Question, Session
from apps.marketplace.models import License
from apps.tenants.models import Tenant

ANSWER = (
    "An index lets the database find the matching rows without scanning the whole table. Every insert and update has to"
    " maintain the index as well, so writes become slower, and it takes disk space and memory."
)


@pytest.fixture
def module(acme: Tenant, grant: Any) -> License:
    """Acme may use interviews."""
    license: License = grant(acme, "interviews")
    return license


Prepare = Callable[..., Session]


@pytest.fixture
def prepared(module: License) -> Prepare:
    """Makes an interview of somebody's, with what the set-up shall say."""

    def make(membership: Membership, *, occasion: services.Occasion | None = None, **setup: Any) -> Session:
        asked = Setup(**{"role": "backend", "level": "junior", "kind": "technical", "number": 3, **setup})
        return services.prepare_session(membership, asked, title="Backend, junior", occasion=occasion)

    return make


@pytest.fixture
def running(acme: Tenant, ada: Membership, prepared: Prepare) -> Session:
    """An interview with its first question open."""
    with scope(acme):
        return services.start_session(prepared(ada))


def open_question(session: Session) -> Question:
    return session.questions.get(state=Question.State.OPEN)
