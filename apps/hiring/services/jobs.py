"""Deeds on jobs and on what they ask."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.audit.services import record
from apps.core.scope import current_tenant
from apps.hiring.exchange import JobDraft, SkillDraft
from apps.hiring.models import SCORED, WEIGHTS, Education, Job, JobSkill, Seniority, Workplace
from apps.hiring.services.matches import mark_matches_stale
from apps.hiring.services.problems import DoubleSkillError, JobStateError, SalaryError, WeightsError
from apps.marketplace.access import open_modules

# What can be said when a job is made or changed.
FIELDS = frozenset(
    {"title", "description", "department", "location", "workplace", "seniority", "minimum_years", "education"}
    | {"salary_min", "salary_max", "currency", "salary_period", "is_blind", "read_from", *WEIGHTS}
)
LONGEST_TITLE = 200


def _set(job: Job, fields: dict[str, Any]) -> list[str]:
    """Put the values into the row; gives the names of those that changed."""
    if unknown := sorted(set(fields) - FIELDS):
        raise TypeError(f"a job has no {', '.join(unknown)} to be set")
    changed = [name for name, value in fields.items() if getattr(job, name) != value]
    for name in changed:
        setattr(job, name, fields[name])
    if sum(job.weights) != 100 or min(job.weights) < 0:  # noqa: PLR2004 -- percent
        raise WeightsError(_("Change one of them so that they do."))
    if job.salary_min is not None and job.salary_max is not None and job.salary_min > job.salary_max:
        raise SalaryError(_("Exchange the two, or leave one of them out."))
    return changed


@transaction.atomic
def create_job(*, by: Membership | None, skills: Sequence[SkillDraft] = (), **fields: Any) -> Job:
    """A draft with what it asks; candidates can be considered for it from the beginning."""
    job = Job(created_by_id=by.pk if by else None)
    _set(job, fields)
    job.save()
    _write_skills(job, skills)
    record("job.created", target=job, label=job.title)
    mark_matches_stale(job=job)
    return job


@transaction.atomic
def update_job(job: Job, **fields: Any) -> Job:
    """Change what is given; when matches rest on it, they are out of date."""
    locked = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    before = {name: getattr(locked, name) for name in fields}
    changed = _set(locked, fields)
    if "description" in changed:
        _forget_places(locked, fields.get("read_from"))
    if not changed:
        return locked
    if SCORED & set(changed):
        locked.changed_at = timezone.now()
    locked.save()
    told = [name for name in changed if name not in {"description", "read_from"}]
    record(
        "job.changed",
        target=locked,
        label=locked.title,
        changes={name: (before[name], fields[name]) for name in told},
        note=", ".join(changed),
    )
    if SCORED & set(changed):
        mark_matches_stale(job=locked)
    return locked


def _forget_places(job: Job, read_from: object) -> None:
    """Offsets into a text that has changed point anywhere."""
    if read_from is None:
        job.read_from = {}
    job.skills.update(start=None, end=None)


def _stands_in(job: Job, skill: SkillDraft) -> bool:
    """Whether the skill names a place in the job's text."""
    return skill.start is not None and skill.end is not None and 0 <= skill.start < skill.end <= len(job.description)


def _write_skills(job: Job, skills: Iterable[SkillDraft]) -> None:
    rows = [
        JobSkill(
            job=job,
            name=" ".join(one.name.split())[:120],
            skill_id=one.skill_id,
            kind=one.kind,
            weight=one.weight,
            position=number,
            start=one.start if _stands_in(job, one) else None,
            end=one.end if _stands_in(job, one) else None,
        )
        for number, one in enumerate(skills)
    ]
    names = [row.name.lower() for row in rows]
    if len(names) != len(set(names)):
        twice = next(name for name in names if names.count(name) > 1)
        raise DoubleSkillError(_("Leave one of the two out: %(name)s.") % {"name": twice})
    JobSkill.objects.bulk_create(rows)


@transaction.atomic
def set_job_skills(job: Job, skills: Sequence[SkillDraft]) -> None:
    """Put these in the place of the job's skills; stored matches are out of date."""
    locked = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    before = list(locked.skills.values_list("name", flat=True))
    locked.skills.all().delete()
    _write_skills(locked, skills)
    job.changed_at = locked.changed_at = timezone.now()
    locked.save(update_fields=["changed_at", "updated_at"])
    now = list(locked.skills.values_list("name", flat=True))
    record("job.changed", target=locked, label=locked.title, changes={"skills": (before, now)}, note="skills")
    mark_matches_stale(job=locked)


@transaction.atomic
def revise_job(job: Job, *, skills: Sequence[SkillDraft] | None = None, **fields: Any) -> None:
    """Change what is given, the skills too, both or neither."""
    if fields:
        update_job(job, **fields)
    if skills is not None:
        set_job_skills(job, skills)


def draft_job_from_text(text: str, *, by: Membership | None) -> Job:
    """A draft made of a pasted text: a licensed module that reads jobs fills it in, without one only its title.

    Reading may take a while and happens before the transaction begins.
    """
    text = text.replace("\0", "").replace("\r\n", "\n")
    draft = _read(text)
    title = draft.title.strip() or next((line.strip() for line in text.splitlines() if line.strip()), "")
    return create_job(
        by=by,
        title=title[:LONGEST_TITLE],
        description=text,
        seniority=_known(draft.seniority, Seniority.values),
        education=_known(draft.education, Education.values),
        workplace=_known(draft.workplace, Workplace.values),
        minimum_years=draft.minimum_years,
        location=draft.location[:200],
        read_from={name: list(span) for name, span in draft.read_from.items()},
        skills=_once(draft.skills),
    )


def _read(text: str) -> JobDraft:
    reader = next((config.job_reader for config in open_modules(current_tenant().pk) if config.job_reader), "")
    return import_string(reader)(text) if reader else JobDraft()


def _known(value: str, values: Sequence[str]) -> str:
    return value if value in values else ""


def _once(skills: Iterable[SkillDraft]) -> list[SkillDraft]:
    """Each name once, the first of it; what is required wins over what is preferred."""
    found: dict[str, SkillDraft] = {}
    for one in sorted(skills, key=lambda skill: skill.kind != JobSkill.Kind.REQUIRED):
        found.setdefault(" ".join(one.name.lower().split()), one)
    return list(found.values())


@transaction.atomic
def open_job(job: Job) -> Job:
    """Let people be considered for it; also for one that was closed."""
    locked = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    if locked.is_open:
        raise JobStateError(_("It is open already."))
    before, locked.status = locked.status, Job.Status.OPEN
    locked.opened_at, locked.closed_at = timezone.now(), None
    locked.save(update_fields=["status", "opened_at", "closed_at", "updated_at"])
    record("job.opened", target=locked, label=locked.title, changes={"status": (before, locked.status)})
    return locked


@transaction.atomic
def close_job(job: Job) -> Job:
    """Nobody more is considered; what is there stays, until it is no longer to be kept."""
    locked = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    if not locked.is_open:
        raise JobStateError(_("Only an open job can be closed."))
    before, locked.status, locked.closed_at = locked.status, Job.Status.CLOSED, timezone.now()
    locked.save(update_fields=["status", "closed_at", "updated_at"])
    record("job.closed", target=locked, label=locked.title, changes={"status": (before, locked.status)})
    return locked


def reopen_job(job: Job) -> Job:
    """Open a closed job again."""
    if job.status != Job.Status.CLOSED:
        raise JobStateError(_("Only a closed job can be opened again."))
    return open_job(job)


@transaction.atomic
def copy_job(job: Job, *, by: Membership | None) -> Job:
    """A draft that asks the same, without anybody who applied."""
    fields = {name: getattr(job, name) for name in FIELDS}
    fields["title"] = (_("Copy of %(title)s") % {"title": job.title})[:LONGEST_TITLE]
    skills = [SkillDraft(one.name, one.skill_id, one.kind, one.start, one.end, one.weight) for one in job.skills.all()]
    return create_job(by=by, skills=skills, **fields)


@transaction.atomic
def delete_job(job: Job) -> None:
    """Delete the job with its applications and matches; candidates stay."""
    gone = job.applications.count()
    record("job.deleted", target=job, label=job.title, changes={"applications": (gone, 0)})
    job.delete()
