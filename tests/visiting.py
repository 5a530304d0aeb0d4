"""Visiting pages as somebody, and telling kinds of answers apart."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.http import HttpResponse

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.cv_analysis.models import Analysis, Cv
from apps.hiring.models import Assignment, PossibleDouble
from apps.hiring.services import add_note, apply_to_job, create_candidate, create_job
from apps.tenants.models import Tenant
from tests.routes import NOBODYS, filled_in

PAGE, PART, AWAY, REFUSED, UNPAID, GONE, FORM_ONLY = "page", "part", "away", "refused", "unpaid", "gone", "form only"
# How an answer is recognised: its status, and whether it is a whole page (a heading inside a frame).
KINDS = {(200, True): PAGE, (200, False): PART, (302, False): AWAY, (403, True): REFUSED, (402, True): UNPAID}
NOT_IN = "not signed in"
KINDS |= {(404, True): GONE, (405, True): FORM_ONLY, (401, True): NOT_IN}

Visit = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Record:
    """Something that each workspace has one of."""

    pk: UUID
    membership: Membership
    # By the beginning of the routes that name them.
    others: Mapping[str, UUID] = field(default_factory=dict)

    def pk_for(self, route: str) -> UUID:
        """Of the team, the person is what there is one of."""
        if route.startswith("team/"):
            return self.membership.pk
        return next((pk for beginning, pk in self.others.items() if route.startswith(beginning)), self.pk)


@dataclass(frozen=True, slots=True)
class Form:
    """Where a form is, something it cannot take, and what of that the page gives back."""

    address: str
    data: dict[str, str]
    kept: str = ""
    is_open: bool = False


def read_cv(membership: Membership) -> Record:
    lists = ("links", "skills", "experience", "education", "certifications", "languages", "sections")
    with scope(membership.tenant):
        cv = Cv.objects.create(
            uploaded_by_id=membership.pk, file="tenants/none", file_name="cv.pdf", size=1, status=Cv.Status.PARSED
        )
        findings: dict[str, object] = {"name": None, **{name: [] for name in lists}}
        Analysis.objects.create(cv=cv, algorithm="t", as_of="2026-06-01", text="x", findings=findings, duration_ms=1)
    return Record(cv.pk, membership)


def hired_for(record: Record) -> Record:
    """The same workspace with a candidate who is considered for a job, and all that may be known of one."""
    by = record.membership
    with scope(by.tenant):
        job = create_job(by=by, title="Nurse")
        candidate = create_candidate(by=by, name="Noor Iyer")
        application = apply_to_job(job, candidate, by=by)
        double = PossibleDouble.objects.create(
            first=candidate, second=create_candidate(by=by, name="Noor I."), reason=PossibleDouble.Reason.NAME
        )
        others = {
            "hiring/jobs/": job.pk,
            "hiring/candidates/": candidate.pk,
            "hiring/applications/": application.pk,
            "hiring/stages/": application.stage_id,
            "hiring/doubles/": double.pk,
            "hiring/notes/": add_note(candidate, text="Called", by=by).pk,
            "hiring/assignments/": Assignment.objects.create(candidate=candidate, module="x", activity="y").pk,
        }
    return replace(record, others=others)


def address_of(route: str, tenant: Tenant, pk: object = NOBODYS) -> str:
    return f"{tenant.path}{filled_in(route, pk)}"


def kind_of(answer: HttpResponse) -> str:
    is_page = not answer.streaming and answer.text.count("<h1") == 1 and answer.text.count("<main") == 1
    return KINDS.get((answer.status_code, is_page), f"{answer.status_code}, {'a' if is_page else 'no'} page")


def way_on(answer: HttpResponse) -> list[str]:
    """The addresses that buttons of the page's content lead to, or its forms send to."""
    content = re.search(r"<main.*?</main>", answer.text, re.DOTALL)
    assert content
    return re.findall(r'<a class="btn[^>]* href="([^"]+)"', content[0]) + re.findall(r'action="([^"]+)"', content[0])
