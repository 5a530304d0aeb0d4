"""What a route's parameters name: a row of somebody's, or a word that is nobody's."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailConfirmation
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models

from apps.accounts.models import ApiKey, BrowserSession, DataExport, Invitation, Mail, Membership, SavedView
from apps.ai.models import TenantProvider
from apps.billing.models import Invoice, Subscription, SubscriptionItem
from apps.code_assessment.models import Assessment, Attempt, Likeness, Problem, Submission
from apps.core.admin_sites import platform_admin, tenant_admin
from apps.core.modules import personal_rows
from apps.cv_analysis.models import Correction, Cv, Resume, ShareLink
from apps.hiring.models import Application, Assignment, Candidate, Job, Note, PossibleDouble, Result, Stage
from apps.interviews.models import OwnQuestion, QuestionSet, ReportLink, Session, Template, WritingOrder
from apps.marketplace.models import Seat
from apps.tenants.models import DomainClaim, TenantExport
from tests.isolation.rows import NOBODYS_MODELS
from tests.isolation.worlds import World
from tests.routes import NOBODYS

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>")
Naming = type[models.Model] | Callable[[World], str] | str

# By the route up to the parameter: whose row it names. Words name what all workspaces share.
NAMES: dict[str, Naming] = {
    "cv-analysis/{pk}": Cv,
    "cv-analysis/jobs/{job_id}": Job,
    "cv-analysis/skills/{key}": "tech:python",
    "cv-analysis/jobs/{job_id}/candidates/{candidate_id}": Candidate,
    "cv-analysis/{pk}/corrections/{correction}": Correction,
    "cv-analysis/{pk}/pages/{number}": "1",
    "cv-analysis/builder/from/{pk}": Cv,
    "cv-analysis/builder/{pk}": Resume,
    "cv-analysis/builder/{pk}/share/{link}": ShareLink,
    "cv-analysis/builder/{pk}/export/{kind}": "txt",
    "cv-analysis/shared/{token}": "no-link-of-anybodys",
    "api/v1/cv-analysis/resumes/{pk}": Resume,
    "api/v1/cv-analysis/resumes/{pk}/links/{link}": ShareLink,
    "api/v1/cv-analysis/cvs/{pk}": Cv,
    "api/v1/cv-analysis/cvs/{pk}/corrections/{correction}": Correction,
    "api/v1/cv-analysis/jobs/{pk}": Job,
    "api/v1/hiring/jobs/{pk}": Job,
    "api/v1/hiring/candidates/{pk}": Candidate,
    "api/v1/hiring/applications/{pk}": Application,
    "api/v1/hiring/stages/{pk}": Stage,
    "api/v1/hiring/notes/{pk}": Note,
    "api/v1/hiring/results/{pk}": Result,
    "api/v1/hiring/assignments/{pk}": Assignment,
    "api/v1/auth/members/{pk}": Membership,
    "team/{pk}": Membership,
    "api/v1/auth/invitations/{pk}": Invitation,
    "team/invitations/{pk}": Invitation,
    "team/join/{key}": "no-key-of-anybodys",
    "views/{pk}": SavedView,
    "settings/hosts/{pk}": DomainClaim,
    "api/v1/tenants/hosts/{pk}": DomainClaim,
    "marketplace/{label}/seats/{pk}": Seat,
    "api/v1/modules/{module}/seats/{seat}": Seat,
    "settings/ai/providers/{pk}": TenantProvider,
    "api/v1/ai/providers/{pk}": TenantProvider,
    "settings/keys/{pk}": ApiKey,
    "api/v1/auth/keys/{pk}": ApiKey,
    "settings/data/{pk}": TenantExport,
    "api/v1/tenants/exports/{pk}": TenantExport,
    "support/act-as/{pk}": Membership,
    "accounts/sessions/{pk}": BrowserSession,
    "api/v1/auth/sessions/{pk}": BrowserSession,
    "accounts/2fa/webauthn/keys/{pk}": Authenticator,
    "accounts/confirm-email/{key}": lambda world: world.text(EmailConfirmation, "key"),
    "accounts/password/reset/key/{uidb36}": lambda world: user_pk_to_url_str(world.owner.user),
    "accounts/password/reset/key/{uidb36}-{key}": "set-password",
    "brand/{version}": lambda world: world.tenant.brand_version,
    "marketplace/{label}": "cv_analysis",
    "api/v1/modules/{module}": "cv_analysis",
    "modules/{slug}": "cv-analysis",
    "ui/patterns/{name}": "list",
    "ui/{name}": "button",
    "try/cv-analysis/{token}": "no-visit-of-anybodys",
    "try/cv-analysis/{token}/correct/{number}": "1",
    "accounts/oidc/{provider_id}": "linkedin",
    "mails/off/{token}": "no-link-of-anybodys",
    "accounts/unlock/{key}": "no-link-of-anybodys",
    "admin/{app_label}": "cv_analysis",
    "admin/r/{content_type_id}": "1",
    "admin/r/{content_type_id}/{object_id}": Cv,
    "admin/{url}": "nothing/",
}
# Their rows answer "not found" to the owner too, unless more than the address is right.
NEEDS_MORE = {
    "cv-analysis/{pk}/pages/{number}/": "a page that was painted",
    "cv-analysis/jobs/{job_id}/candidates/{candidate_id}/check/": "a CV of that candidate that was read",
    "cv-analysis/{pk}/download/": "the key of a link that was just made",
    "settings/data/{pk}/": "the token of a link of the last day",
    "accounts/password/reset/key/{uidb36}-{key}/": "the key that was mailed",
    "accounts/confirm-email/{key}/": "a key that is signed",
    "admin/r/{content_type_id}/{object_id}/": "a model with pages outside of the administration",
}
# The administration shows nobody what is one person's own.
NEEDS_MORE |= {
    f"admin/{model._meta.app_label}/{model._meta.model_name}/{{object_id}}/{page}/": "a row that is nobody's own"
    for model, filters in personal_rows().items()
    if filters
    for page in ("change", "delete", "history")
}
# They answer a key that holds no longer with a page that says what to do instead.
SAY_SO = frozenset({"accounts/password/reset/key/{uidb36}-{key}/", "accounts/confirm-email/{key}/"})


# What is a person's own, and the outbox where there is no mail server.
NAMES |= {
    "settings/outbox/{pk}": Mail,
    "outbox/{pk}": Mail,
    "people/{pk}": Membership,
    "legal/{kind}": "terms",
    "legal/{kind}/{number}": "1",
    "accounts/exports/{pk}": DataExport,
    "accounts/exports/{pk}/{token}": "no-link-of-anybodys",
    "api/v1/auth/exports/{pk}": DataExport,
}
NAMES |= {
    "hiring/jobs/{pk}": Job,
    "hiring/candidates/{pk}": Candidate,
    "hiring/candidates/{pk}/merge/{other}": Candidate,
    "hiring/applications/{pk}": Application,
    "hiring/stages/{pk}": Stage,
    "hiring/notes/{pk}": Note,
    "hiring/assignments/{pk}": Assignment,
    "hiring/doubles/{pk}": PossibleDouble,
}
NAMES |= {
    "interviews/{pk}": Session,
    "interviews/{pk}/share/{link}": ReportLink,
    "interviews/shared/{token}": "no-link-of-anybodys",
    "interviews/assign/{candidate_id}": Candidate,
    "interviews/assigned/{pk}": Assignment,
    "api/v1/interviews/sessions/{pk}": Session,
}
NEEDS_MORE |= {
    "interviews/{pk}/pdf/": "an interview that is over",
    "interviews/{pk}/draft/": "a question that is open",
    "interviews/{pk}/answer/": "a question that is open",
    "interviews/{pk}/steps/": "a deed that there is",
    "interviews/{pk}/about-you/": "an assessment that is over",
    "accounts/exports/{pk}/{token}/": "the key of a link of the last day",
    "api/v1/auth/exports/{pk}/download/": "an archive that is ready",
    "people/{pk}/picture/": "a picture",
    "settings/outbox/{pk}/html/": "a file of the mail",
    "outbox/{pk}/html/": "a file of the mail",
}
NAMES |= {
    "interviews/questions/{pk}": OwnQuestion,
    "interviews/questions/write/{pk}": WritingOrder,
    "interviews/questions/{key}": OwnQuestion,
    "interviews/sets/{pk}": QuestionSet,
    "interviews/templates/{pk}": Template,
    "interviews/templates/{key}": Template,
    "api/v1/interviews/questions/{pk}": OwnQuestion,
    "api/v1/interviews/question-sets/{pk}": QuestionSet,
    "api/v1/interviews/templates/{pk}": Template,
}
NAMES |= {
    "code-assessment/problems/{pk}": Problem,
    "code-assessment/problems/{key}": Problem,
    "code-assessment/submissions/{pk}": Submission,
    "code-assessment/assessments/{pk}": Assessment,
    "code-assessment/likenesses/{pk}": Likeness,
    "code-assessment/assign/{candidate_id}": Candidate,
    "code-assessment/assigned/{pk}": Assignment,
    "code-assessment/attempts/{pk}": Attempt,
    "code-assessment/attempts/{pk}/problems/{key}": Problem,
    "api/v1/code-assessment/problems/{pk}": Problem,
    "api/v1/code-assessment/submissions/{pk}": Submission,
    "api/v1/code-assessment/assessments/{pk}": Assessment,
    "api/v1/code-assessment/attempts/{pk}": Attempt,
    "api/v1/code-assessment/likenesses/{pk}": Likeness,
}
NEEDS_MORE |= {
    "code-assessment/attempts/{pk}/problems/{key}/": "an attempt that goes on",
    "code-assessment/attempts/{pk}/problems/{key}/submit/": "an attempt that goes on",
    "code-assessment/attempts/{pk}/problems/{key}/draft/": "an attempt that goes on",
    "code-assessment/problems/{pk}/deed/": "a deed that there is",
    "api/v1/code-assessment/problems/{pk}/deed/": "a deed that there is",
    "code-assessment/likenesses/{pk}/": "a pair of two candidates' programs",
    "code-assessment/likenesses/{pk}/decide/": "a pair of two candidates' programs",
    "api/v1/code-assessment/likenesses/{pk}/": "a pair of two candidates' programs",
    "api/v1/code-assessment/likenesses/{pk}/decide/": "a pair of two candidates' programs",
}
NAMES |= {
    "billing/buy/{label}": "cv_analysis",
    "billing/single/{module}": "interviews",
    "billing/single/{module}/{name}": "technical-hard",
    "billing/subscriptions/{pk}": Subscription,
    "billing/subscriptions/{pk}/seats/{item}": SubscriptionItem,
    "billing/subscriptions/{pk}/add/{label}": "cv_analysis",
    "billing/subscriptions/{pk}/items/{item}": SubscriptionItem,
    "api/v1/billing/subscriptions/{pk}/items/{item}": SubscriptionItem,
    "billing/methods/{method}": "pm_of_nobody",
    "api/v1/billing/subscriptions/{pk}": Subscription,
    "api/v1/billing/invoices/{pk}": Invoice,
    "api/v1/billing/payment-methods/{method}": "pm_of_nobody",
}


class UncoveredError(AssertionError):
    """A route whose parameter names nothing known; say in NAMES what it is."""


@dataclass(frozen=True, slots=True)
class Address:
    """A route filled in with somebody's things, and the same with what nobody has."""

    template: str
    theirs: str
    unknown: str

    @property
    def names_a_row(self) -> bool:
        return self.theirs != self.unknown


def template_of(route: str) -> str:
    """The route with {names} for what varies, as the API's description writes it."""
    found, rest = "", route
    while match := PARAMETER.search(rest):
        found += rest[: match.start()] + "{" + (match[1] or match[2]) + "}"
        rest = rest[match.end() :] if match[1] else _after_group(rest[match.end() :])
    plain = (found + rest).replace("^", "").replace("$", "").replace("\\Z", "").replace("\\.", ".").replace("\\", "")
    return plain.replace("api/", "api/v1/", 1) if plain.startswith("api/") and "api/v1/" not in plain else plain


def _after_group(pattern: str) -> str:
    depth = 1
    for position, sign in enumerate(pattern):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth == 0:
            return pattern[position + 1 :]
    raise ValueError(f"{pattern!r} closes no group")


def address_of(route: str, world: World) -> Address:
    """The route as the world's owner would ask for it."""
    template = template_of(route)
    theirs = unknown = template
    for name in re.findall(r"\{(\w+)\}", template):
        mine, nobodys = _named(template[: template.index("{" + name + "}")] + "{" + name + "}", world)
        theirs, unknown = theirs.replace("{" + name + "}", mine), unknown.replace("{" + name + "}", nobodys)
    if route.startswith("api/") and not route.startswith("api/v1/"):
        theirs, unknown = theirs.replace("api/v1/", "api/", 1), unknown.replace("api/v1/", "api/", 1)
    return Address(template, theirs, unknown)


def _named(place: str, world: World) -> tuple[str, str]:
    """What stands in the place for the world, and what would for nobody."""
    naming = NAMES.get(place) or _deed_of_admin(place) or _model_of_admin(place)
    if naming is None:
        raise UncoveredError(f"nothing is known to name in {place}; add it to NAMES in tests/isolation/naming.py")
    if isinstance(naming, str):
        return naming, naming
    if isinstance(naming, type) and naming in NOBODYS_MODELS:
        return "1", "1"
    if isinstance(naming, type):
        about: Any = naming
        row = world.rows[about._meta.concrete_model]
        return str(row.pk), NOBODYS if not isinstance(row.pk, int) else "999999999999"
    theirs = naming(world)
    return theirs, "".join("0" if sign.isalnum() else sign for sign in theirs)


def _deed_of_admin(place: str) -> str | None:
    """A deed that the administration offers for rows of that model."""
    match = re.fullmatch(r"admin/(\w+)/(\w+)/\{object_id\}/do/\{name\}", place)
    if match is None:
        return None
    model = apps.get_model(match[1], match[2])
    found: Any = platform_admin._registry.get(model) or tenant_admin._registry[model]
    return str(found.deeds[0].name)


def _model_of_admin(place: str) -> type[models.Model] | None:
    match = re.fullmatch(r"admin/(\w+)/(\w+)/\{object_id\}|admin/(\w+)/(\w+)/.*\{\w+\}", place)
    if match is None:
        return None
    return apps.get_model(match[1] or match[3], match[2] or match[4])
