"""Which terms and privacy notice are in force, who still has to agree, and what somebody agreed to.

What is in force stands in the memory of each process, and what a person agreed to in their own row: a request asks the
database nothing more because of it.
"""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from apps.accounts.models import LegalText, User
from apps.accounts.visits import visit_of
from apps.core.modules import Text
from apps.core.siblings import last_told, tell_siblings

# So long a process on another machine may know nothing of a text that was just published.
REMEMBERED_SECONDS = 30.0
TOLD = "legal-texts"


@dataclass(frozen=True, slots=True)
class CurrentText:
    """The newest published text of its kind."""

    id: UUID
    kind: str
    number: int
    published_at: datetime

    @property
    def title(self) -> Text:
        return LegalText.Kind(self.kind).label

    @property
    def url(self) -> str:
        return reverse("legal_text", args=[self.kind])

    @property
    def mark(self) -> str:
        """What a form sends back, so that nobody agrees to another version than they were shown."""
        return f"{self.kind}-{self.number}"


CurrentTexts = tuple[CurrentText, ...]
# Until when, as what was told last, and which.
_known: list[tuple[float, int, CurrentTexts]] = []


def texts_in_force() -> CurrentTexts:
    """The terms and the privacy notice, as far as there are any."""
    told = last_told(TOLD)
    if _known and _known[0][0] > time.monotonic() and _known[0][1] == told:
        return _known[0][2]
    newest = LegalText.objects.filter(state=LegalText.State.PUBLISHED).order_by("-kind", "-number").distinct("kind")
    try:
        rows = newest.values_list("id", "kind", "number", "published_at")
        # What is published has a number and a moment: the database sees to it.
        found = tuple(CurrentText(*cast("tuple[UUID, str, int, datetime]", row)) for row in rows)
    except DatabaseError:
        # Pages for strangers answer all the same; others say themselves that the database is away.
        return _known[0][2] if _known else ()
    remember_legal_texts(found, told)
    return found


def remember_legal_texts(found: CurrentTexts, told: int = 0) -> None:
    """Answer with these for a while, or until something else is told than was when they were read."""
    _known[:] = [(time.monotonic() + REMEMBERED_SECONDS, told, found)]


def forget_legal_texts() -> None:
    """Drop the memory of all processes of this web server; those elsewhere follow within REMEMBERED_SECONDS."""
    _known.clear()
    tell_siblings(TOLD)


def agreed_number(user: User, kind: str) -> int:
    """The newest version of the kind that the person agreed to; 0 for none."""
    return int(user.agreed_terms if kind == LegalText.Kind.TERMS else user.agreed_privacy)


def missing_for(user: User) -> CurrentTexts:
    """What the person has yet to agree to."""
    return tuple(text for text in texts_in_force() if agreed_number(user, text.kind) < text.number)


def mark_of(texts: CurrentTexts) -> str:
    return ",".join(text.mark for text in texts)


@dataclass(frozen=True, slots=True)
class Consent:
    """To what somebody agrees, in which way and from where."""

    texts: CurrentTexts
    how: str
    language: str
    address: str | None
    browser: str


def consent_in(request: HttpRequest, texts: CurrentTexts, *, how: str) -> Consent:
    """What the request says beside the person."""
    visit = visit_of(request)
    return Consent(texts, how, get_language() or "en", visit.address, visit.browser)
