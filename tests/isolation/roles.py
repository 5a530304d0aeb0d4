"""What each role may do at every route, as the routes declare it, against what the routes really answer."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.test import Client
from django.urls import URLPattern

from apps.accounts.models import Membership
from tests.isolation.allowances import unexpected
from tests.isolation.asking import Answer, Question, ask, methods_of
from tests.isolation.bodies import Bodies
from tests.isolation.doors import is_open
from tests.isolation.naming import address_of
from tests.isolation.probing import AWAY, FORBIDDEN, SERVER_ERROR
from tests.isolation.worlds import State, World

NOT_ALLOWED = 405
# They ask for the right to look, and then for that of the deed which the form names.
ASK_FOR_MORE = frozenset(
    {
        *("cv-analysis/bulk/", "hiring/candidates/bulk/"),
        *("hiring/jobs/{pk}/board/bulk/", "hiring/jobs/{pk}/ranking/bulk/"),
    }
)


def right_of(pattern: URLPattern, method: str) -> str | None:
    """The permission that the view declares for the method."""
    view: Any = pattern.callback
    if found := getattr(view, "rights", None):
        return found.get(method.upper())  # type: ignore[no-any-return]  # names, see needs_right
    rights = getattr(getattr(view, "view_class", None) or getattr(view, "cls", None), "rights", {})
    action = getattr(view, "actions", {}) or {}
    return rights.get(action.get(method)) or rights.get(method.upper())


def is_shut(answer: Answer) -> bool:
    """Whether nothing was given: a refusal, or the way to the sign-in."""
    refused = answer.status in {401, FORBIDDEN, NOT_ALLOWED}
    return refused or (answer.status == AWAY and "/login/" in answer.location)


class Somebody:
    """A person with a role, or without, at the doors of a workspace full of others' things."""

    def __init__(self, client: Client, world: World, bodies: Bodies, membership: Membership | None) -> None:
        self.client, self.world, self.bodies, self.membership = client, world, bodies, membership
        self.state = State(world)

    def answers(self, routes: Mapping[str, URLPattern], base: str) -> Iterator[tuple[str, str, str | None, Answer]]:
        """Each route and method, the right that it declares, and what this person gets."""
        for route, pattern in routes.items():
            address = address_of(route, self.world)
            for method in methods_of(pattern):
                question: Question = self.bodies.question(method, f"{base}{address.theirs}", address.template)
                answer = ask(self.client, question, self.state)
                yield address.template, method, right_of(pattern, method), answer

    def surprises(self, routes: Mapping[str, URLPattern], base: str) -> list[str]:
        """Where a member gets more or less than the declared rights say."""
        found = []
        for template, method, right, answer in self.answers(routes, base):
            told = f"{method.upper()} {template}: {answer.status} {answer.code}"
            may = right is None or (self.membership is not None and self.membership.has_right(right))
            if answer.status == SERVER_ERROR:
                found.append(f"server error: {told}")
            if not may and answer.status not in {FORBIDDEN, NOT_ALLOWED}:
                found.append(f"let in without {right}: {told}")
            # Who is named may be above the one who asks: the last owner is nobody's to remove.
            if right and may and answer.status == FORBIDDEN and "{" not in template and template not in ASK_FOR_MORE:
                found.append(f"refused with {right}: {told}")
            if right is None and (changed := unexpected(template, answer.changed)):
                found.append(f"changed: {told}: {changed}")
            if not may and answer.changed:
                found.append(f"changed without {right}: {told}: {answer.changed}")
        return found

    def doors_that_are_open(self, routes: Mapping[str, URLPattern], base: str) -> list[str]:
        """Where somebody who is no member gets in."""
        found = []
        for template, method, _right, answer in self.answers(routes, base):
            if (
                unexpected(template, answer.changed)
                or answer.status == SERVER_ERROR
                or not (is_shut(answer) or is_open(template))
            ):
                found.append(f"{method.upper()} {template}: {answer.status} {answer.location} {answer.changed}")
        return found
