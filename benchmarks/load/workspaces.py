"""Workspaces with people and records in them, made by the product's own services, and what lets each person in."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from secrets import token_urlsafe

from django.conf import settings
from django.db import transaction
from django.test import Client

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.accounts.services import add_member, create_user, sign_up_company
from apps.accounts.tokens import token_pair
from apps.core.ids import uuid7
from apps.core.modules import all_modules
from apps.core.scope import scope
from apps.cv_analysis.models import Cv
from apps.hiring.services import apply_to_job, create_candidate, create_job, open_job
from apps.marketplace.services import assign_seat, grant_license, grant_more
from apps.tenants.subscription import change_plan

BACKEND = "apps.accounts.backends.MemberBackend"
PEOPLE, CANDIDATES, CVS = 3, 12, 30
# More of everything that is counted than any run can use.
ENOUGH = 100_000
CURRENT = itertools.count(1)


@dataclass
class Person:
    """A member, with the cookies of their browser and the token of their program."""

    membership: Membership
    slug: str
    # Of an interview that goes on: where it is, the question that is open, and the next deed.
    interview: dict[str, str] = field(default_factory=dict)
    cookies: str = ""
    token: str = ""

    def let_in(self) -> None:
        """A session, and a token, which lasts for minutes: each part of a run begins with a fresh one."""
        if not self.cookies:
            client = Client()
            client.force_login(self.membership.user, backend=BACKEND)
            self.cookies = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        self.token = token_pair(self.membership)["access"]

    @property
    def browser(self) -> dict[str, str]:
        return {"Cookie": self.cookies, "Accept": "text/html", "Accept-Encoding": "gzip"}

    @property
    def program(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}


@dataclass(frozen=True, slots=True)
class Workspace:
    """A company, and the ids of what its pages show."""

    people: tuple[Person, ...]
    jobs: tuple[str, ...]
    candidates: tuple[str, ...]
    cvs: tuple[str, ...]


def made_workspaces(number: int) -> Iterator[Workspace]:
    """Companies of three people with one job, twelve candidates and thirty CVs that were read."""
    password = token_urlsafe(16)
    for _ in range(number):
        yield _made(next(CURRENT), password)


def _made(number: int, password: str) -> Workspace:
    mark = uuid7().hex
    owner = sign_up_company(
        company=f"Load {number}", email=f"{mark}@load.example", password=password, name=f"Owner {number}"
    )
    tenant = owner.tenant
    change_plan(tenant, plan="enterprise", reason="load")
    members = [owner]
    for place in range(1, PEOPLE):
        user = create_user(email=f"{mark}-{place}@load.example", password=password, name=f"Colleague {place}")
        members.append(add_member(tenant, user=user, role=Role.ADMIN))
    for config in all_modules():
        license_ = grant_license(tenant, module=config.label, seat_limit=PEOPLE)
        for member in members:
            assign_seat(license_, membership=member)
        for meter in config.meters:
            grant_more(tenant, module=config.label, meter=meter.name, amount=ENOUGH, why="load")
    with scope(tenant):
        job = open_job(create_job(by=owner, title="Backend Engineer", department="Platform"))
        found = [
            create_candidate(by=owner, name=f"Person {number} {place}", email=f"{place}@{mark}.example")
            for place in range(CANDIDATES)
        ]
        for candidate in found:
            apply_to_job(job, candidate, by=owner)
        cvs = _cvs_of(owner)
    people = tuple(Person(member, tenant.slug or "") for member in members)
    return Workspace(people, (str(job.pk),), tuple(str(one.pk) for one in found), cvs)


@transaction.atomic
def _cvs_of(owner: Membership) -> tuple[str, ...]:
    """As if they had been read; what reading costs is measured by those that are uploaded."""
    rows = Cv.objects.bulk_create(
        Cv(
            uploaded_by_id=owner.pk,
            file=f"tenants/{owner.tenant.schema_name}/cv_analysis/{number}.pdf",
            file_name=f"cv-{number}.pdf",
            size=50_000 + number,
            status=Cv.Status.PARSED,
            candidate_name=f"Person {number}",
        )
        for number in range(CVS)
    )
    return tuple(str(row.pk) for row in rows)
