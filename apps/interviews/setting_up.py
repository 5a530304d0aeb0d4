"""From what somebody asks for to an interview: templates and their rounds, a job's skills, the person's own work."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.accounts.rights import has_right
from apps.core.problems import MissingError
from apps.hiring.models import Job
from apps.interviews.bank import key_of, sets_for
from apps.interviews.configuration import Round, Setup, SetupError, Work
from apps.interviews.models import Session
from apps.interviews.queries import best_of_round, job_skills_of, works_of
from apps.interviews.services import Occasion, begin_practice, prepare_session
from apps.interviews.services.problems import BadSetupError, RoundLockedError
from apps.interviews.shipped import KIND_TITLES, LEVEL_TITLES, ROLE_TITLES, Shipped
from apps.interviews.template_bank import template_of

OF_SETUP = (
    *("role", "level", "kind", "number", "seconds", "total_seconds", "difficulty", "tone", "feedback"),
    *("has_hints", "follow_ups", "focus", "own", "question_set", "questions_from"),
)


def start_now(membership: Membership, asked: Mapping[str, Any]) -> Session:
    """Prepare and begin to practise at once, unless questions are being written for it: those are worth the wait."""
    setup, title, occasion = _understood(membership, asked)
    return begin_practice(membership, setup, title=title, occasion=occasion)


def prepare(membership: Membership, asked: Mapping[str, Any]) -> Session:
    """A practice interview as it was asked for; refusals are ProblemErrors that say what to do."""
    setup, title, occasion = _understood(membership, asked)
    return prepare_session(membership, setup, title=title, occasion=occasion)


def _understood(membership: Membership, asked: Mapping[str, Any]) -> tuple[Setup, str, Occasion]:
    """How it is to be held, what it is called in lists, and why it is held."""
    template = template_of(str(asked["template"]), membership) if asked.get("template") else None
    if template is None and asked.get("template"):
        raise MissingError
    number = int(asked.get("round", 0))
    job = _job(membership, asked.get("job"))
    question_set = _set(membership, asked.get("question_set"))
    try:
        setup = _setup(membership, {**asked, "question_set": question_set}, template, number, job)
    except SetupError as error:
        raise BadSetupError(_("Change this: %(name)s.") % {"name": error}) from error
    occasion = Occasion(job=job, template=template.slug if template else "", round_number=number)
    return setup, title_of(setup, template, number), occasion


def _setup(
    membership: Membership, asked: Mapping[str, Any], template: Shipped | None, number: int, job: Job | None
) -> Setup:
    """What was asked for wins over the template's round, and that over what is usual."""
    known: dict[str, Any] = {name: asked[name] for name in OF_SETUP if asked.get(name) not in (None, "")}
    for name in ("focus", "own"):
        known[name] = tuple(known.get(name, ()))
    works = tuple(Work.of(one) for one in asked.get("works", ())) or works_of(membership)
    base: dict[str, Any] = {"works": works, "job_skills": job_skills_of(job) if job else ()}
    if template is None:
        return Setup(**{**base, **known})
    setup = round_of(template, number, membership).setup(Setup(role=known.get("role") or template.role, **base))
    return Setup.from_json({**setup.to_json(), "weights": dict(template.weights), **known})


def round_of(template: Shipped, number: int, membership: Membership) -> Round:
    """The round, which the one before has opened."""
    if number >= len(template.rounds):
        raise MissingError
    found = template.rounds[number]
    if number and found.opens_at:
        best = best_of_round(membership, template.slug, number - 1)
        if best is None or best < found.opens_at:
            said = _("Reach %(points)s points in “%(round)s” first.")
            raise RoundLockedError(said % {"points": found.opens_at, "round": template.rounds[number - 1].title})
    return found


def _job(membership: Membership, job_id: object) -> Job | None:
    """The job, for those who may see jobs."""
    if not job_id:
        return None
    found = Job.objects.filter(pk=str(job_id)).first() if has_right(membership, "hiring.view") else None
    if found is None:
        raise MissingError
    return found


def _set(membership: Membership, set_id: object) -> str:
    """The id of a set that the member may choose."""
    if not set_id:
        return ""
    key = key_of(str(set_id))
    found = sets_for(membership).filter(pk=key).first() if key else None
    if found is None:
        raise MissingError
    return str(found.pk)


def title_of(setup: Setup, template: Shipped | None = None, number: int = 0) -> str:
    """What the interview is called in lists."""
    kind = str(KIND_TITLES[setup.kind])
    if template is not None and template.is_own:
        kind = str(template.title)
    if template is not None and len(template.rounds) > 1:
        kind = f"{kind} ({number + 1}/{len(template.rounds)})"
    return f"{ROLE_TITLES[setup.role]}, {LEVEL_TITLES[setup.level]!s}: {kind}"
