"""What a row needs beyond what its fields say, by model."""

from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.db import models
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from apps.accounts.models import LegalText, Membership
from apps.audit.models import AuditEntry
from apps.audit.queries import all_actions
from apps.billing.models import Account, Invoice, LedgerEntry, LedgerTransaction, Subscription, SubscriptionItem
from apps.billing.models.ledger import SECONDS
from apps.code_assessment.catalogue import library_content
from apps.code_assessment.library import problems
from apps.code_assessment.models import (
    Assessment,
    AssignedAssessment,
    Attempt,
    Draft,
    Problem,
    ProblemProgress,
    Submission,
)
from apps.code_assessment.services.assessments import usual_setup
from apps.cv_analysis.models import Analysis, Correction, Cv, Resume, ShareLink, UploadBatch
from apps.hiring.models import Candidate, Match, PossibleDouble
from apps.interviews.configuration import Setup
from apps.interviews.library import all_items
from apps.interviews.models import (
    AssignedInterview,
    CoachTurn,
    OwnQuestion,
    Question,
    QuestionSet,
    ReportLink,
    Session,
    Template,
    WritingOrder,
)
from apps.interviews.selection import Pick
from apps.marketplace.models import License, Usage

Recipe = Callable[[Membership, str], dict[str, Any]]


def _passkey(mark: str) -> dict[str, Any]:
    """A key as a browser registers it."""
    public = ES256({1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32})
    credential = AttestedCredentialData.create(bytes(16), mark.encode(), public)
    about = AuthenticatorData.create(sha256(b"localhost").digest(), AuthenticatorData.FLAG(0x45), 0, credential)
    response = {
        "clientDataJSON": websafe_encode(b'{"type": "webauthn.create", "challenge": "", "origin": "http://localhost"}'),
        "attestationObject": websafe_encode(bytes(AttestationObject.create("none", about, {}))),
    }
    key = websafe_encode(mark.encode())
    said = {"id": key, "rawId": key, "type": "public-key", "response": response, "clientExtensionResults": {}}
    return {"name": f"{mark} key", "credential": said}


SINGLE = ("name", "email", "phone", "years_of_experience")
LISTS = (
    *("links", "skills", "sections", "experience", "education", "titles", "companies"),
    *("degrees", "institutions", "grad_years", "certifications", "languages"),
)
NO_FINDINGS: dict[str, Any] = {"as_of": "2026-06-01", **dict.fromkeys(SINGLE), **{name: [] for name in LISTS}}


SETUP = Setup(role="backend").to_json()


def _entry(owner: Membership, mark: str) -> dict[str, Any]:
    """Of a transaction that has the other half of it, as the database wants it to sum to 0."""
    account, _is_new = Account.objects.get_or_create(tenant=owner.tenant, membership=None)
    booked = LedgerTransaction.objects.create(
        account=account, source_key=f"{mark} entry", kind="credits-granted", happened_at=timezone.now()
    )
    LedgerEntry.objects.create(transaction=booked, book="issued", amount=-3600, unit=SECONDS)
    return {"transaction": booked, "book": "credits", "amount": 3600, "unit": SECONDS}


def _double(owner: Membership, mark: str) -> dict[str, Any]:
    """The other of the pair: the older one, as the pair wants it."""
    return {"first": Candidate.objects.create(pk=UUID(int=owner.pk.int >> 64), name=f"{mark} double")}


def _asked(mark: str) -> dict[str, Any]:
    """A question as an interview keeps it."""
    item = next(iter(all_items().values()))
    return {**Pick.of(item).to_json(), "text": f"{mark} question"}


def _problem(mark: str) -> dict[str, Any]:
    """A problem of the workspace's own, which is the first of the library under another title."""
    content = library_content(next(iter(problems())))
    assert content is not None
    said = {**content.to_json(), "title": f"{mark} problem"}
    return {"title": f"{mark} problem", "category": content.category, "difficulty": content.difficulty, "content": said}


def _program(owner: Membership, mark: str) -> dict[str, Any]:
    return {
        "problem": next(iter(problems())),
        "asked": {"title": f"{mark} problem"},
        "language": "python",
        "source": f"{mark} program",
        "key": mark,
        "state": "done",
    }


def _withdrawn(mark: str) -> dict[str, Any]:
    """A legal text that somebody can have agreed to, and that nobody is asked to agree to."""
    number = int(sha256(mark.encode()).hexdigest(), 16) % 10_000 + 1
    now = timezone.now()
    return {"state": LegalText.State.WITHDRAWN, "number": number, "published_at": now, "withdrawn_at": now}


RECIPES: dict[type[models.Model], Recipe] = {
    # The company's own, as its pages look for it.
    Account: lambda owner, mark: {"membership": None, "customer_id": f"cus_{mark}"},
    Subscription: lambda owner, mark: {"status": "active", "currency": "USD", "stripe_id": f"sub_{mark}"},
    SubscriptionItem: lambda owner, mark: {"key": "module:cv_analysis:month", "quantity": 3, "unit_amount": 1900},
    Invoice: lambda owner, mark: {"status": "open", "currency": "USD", "number": f"{mark} number"},
    LedgerEntry: _entry,
    Problem: lambda owner, mark: _problem(mark),
    Assessment: lambda owner, mark: {
        "title": f"{mark} assessment",
        "problems": [{"key": next(iter(problems())), "points": 100}],
        "total_minutes": 30,
    },
    AssignedAssessment: lambda owner, mark: {"setup": usual_setup().to_json()},
    Attempt: lambda owner, mark: {"title": f"{mark} attempt", "setup": usual_setup().to_json()},
    Submission: _program,
    Draft: lambda owner, mark: {"problem": f"{mark}-problem", "language": "python", "text": f"{mark} draft"},
    ProblemProgress: lambda owner, mark: {"problem": f"{mark}-problem"},
    Session: lambda owner, mark: {
        "title": f"{mark} title",
        "role": "backend",
        "level": "mid",
        "kind": "mixed",
        "setup": SETUP,
    },
    Question: lambda owner, mark: {"asked": _asked(mark), "answer": f"{mark} answer"},
    CoachTurn: lambda owner, mark: {"question": f"{mark} question", "state": "answered", "answer": f"{mark} answer"},
    AssignedInterview: lambda owner, mark: {"setup": SETUP},
    Cv: lambda owner, mark: {"file_name": f"{mark}.pdf", "candidate_name": f"{mark} candidate", "status": "parsed"},
    Analysis: lambda owner, mark: {"text": f"{mark} text", "findings": NO_FINDINGS},
    Resume: lambda owner, mark: {"title": f"{mark} title", "data": {"basics": {"name": f"{mark} name"}}},
    ShareLink: lambda owner, mark: {
        "name": f"{mark} reader",
        "token_hash": sha256(mark.encode()).hexdigest(),
        "expires_at": timezone.now() + timedelta(days=30),
    },
    ReportLink: lambda owner, mark: {
        "name": f"{mark} reader",
        "token_hash": sha256(f"{mark} report".encode()).hexdigest(),
        "expires_at": timezone.now() + timedelta(days=30),
    },
    Correction: lambda owner, mark: {"path": "headline", "action": "set", "value": f"{mark} headline", "by": "staff"},
    OwnQuestion: lambda owner, mark: {
        "text": f"{mark} question?",
        "kind": "open",
        "level": "mid",
        "skills": [f"{mark} skill"],
        "seconds": 60,
        "difficulty": 3,
        "points": [{"text": f"{mark} point", "follow_up": ""}],
        "made_by_id": owner.pk,
    },
    QuestionSet: lambda owner, mark: {
        "title": f"{mark} set",
        "questions": ["backend-junior-database-index"],
        "made_by_id": owner.pk,
    },
    WritingOrder: lambda owner, mark: {"session": None, "number": 1, "brief": {"job": f"{mark} job"}},
    Template: lambda owner, mark: {"rounds": [{"title": f"{mark} round", "kind": "technical", "number": 3}]},
    UploadBatch: lambda owner, mark: {"file_name": f"{mark}.zip", "total": 1, "taken": 1},
    License: lambda owner, mark: {"module": "cv_analysis", "kind": "purchase", "state": "active", "seat_limit": None},
    Usage: lambda owner, mark: {
        "module": "cv_analysis",
        "meter": "analyses",
        "month": date(2026, 6, 1),
    },
    Candidate: lambda owner, mark: {"name": f"{mark} person", "email": f"{mark}@people.example", "tags": [mark]},
    PossibleDouble: _double,
    Match: lambda owner, mark: {"score": 3},
    LegalText: lambda owner, mark: _withdrawn(mark),
    Authenticator: lambda owner, mark: {"type": Authenticator.Type.WEBAUTHN, "data": _passkey(mark)},
    EmailAddress: lambda owner, mark: {"email": owner.user.email, "verified": True, "primary": True},
    EmailConfirmation: lambda owner, mark: {"key": f"{mark}-key"},
    AuditEntry: lambda owner, mark: {"action": next(iter(all_actions())), "target_label": f"{mark} target"},
    LogEntry: lambda owner, mark: {"action_flag": 1, "object_repr": f"{mark} entry"},
}
