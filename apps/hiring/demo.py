"""A deed for the demo company: jobs, candidates and how far they have come, so that there is something to look at."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import Membership
from apps.hiring.exchange import SkillDraft
from apps.hiring.models import Application, Candidate, Job, Note, Stage
from apps.hiring.services import (
    add_note,
    apply_to_job,
    close_job,
    create_candidate,
    create_job,
    move_application,
    open_job,
    pipeline,
    reject,
)

DATA = Path(__file__).parent / "data"
STEP = re.compile(r"(?P<name>[^:,]+):(?P<days>\d+)(?: \((?P<reason>[^)]*)\))?")
# What the data call the usual stages, whatever language they are made in.
STAGES = ("Applied", "Screening", "Interview", "Offer", "Hired", "Rejected")
# Nobody applies at the very same minute.
MINUTES_APART = 17


@dataclass(frozen=True, slots=True)
class Step:
    """Into which stage somebody came, how many days ago, and why, for whom was rejected; the first names the job."""

    name: str
    days: int
    reason: str = ""


@transaction.atomic
def fill_demo(*, by: Membership, colleague: Membership) -> None:
    """Jobs in every state, and people on every stage, always the same; times are counted back from now."""
    now = timezone.now()
    told = json.loads((DATA / "demo-jobs.json").read_text(encoding="utf-8"))
    jobs = {one["key"]: _job(one, by=by) for one in told}
    stages = dict(zip(STAGES, pipeline(), strict=True))
    people: dict[str, Candidate] = {}
    for number, row in enumerate(_rows("demo-people.tsv")):
        email, name, phone, place, source, tags, history = row
        candidate = create_candidate(
            by=colleague, name=name, email=email, phone=phone, location=place, source=source, tags=tags.split(",")
        )
        steps = [_step(found) for found in STEP.finditer(history)]
        at = now - timedelta(minutes=number * MINUTES_APART)
        if steps:
            _applied(jobs[steps[0].name], candidate, steps, stages=stages, at=at, by=colleague)
            people[email] = candidate
        _was_made(candidate, at - timedelta(days=steps[0].days if steps else 1))
    for email, key, days, text in _rows("demo-notes.tsv"):
        about = Application.objects.get(job=jobs[key], candidate=people[email])
        note = add_note(people[email], text=text, by=colleague, application=about)
        Note.objects.filter(pk=note.pk).update(created_at=now - timedelta(days=int(days)))
    for one in told:
        _bring_into_state(jobs[one["key"]], one, now)


def _rows(name: str) -> Iterator[list[str]]:
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _step(found: re.Match[str]) -> Step:
    return Step(found["name"].strip(), int(found["days"]), found["reason"] or "")


def _job(told: dict[str, Any], *, by: Membership) -> Job:
    kinds = (("required", told["required"]), ("preferred", told["preferred"]))
    skills = [SkillDraft(name, kind=kind, weight=weight) for kind, pairs in kinds for name, weight in pairs]
    fields = {name: told[name] for name in ("title", "department", "location", "workplace", "seniority", "education")}
    if told["salary"]:
        low, high, fields["currency"], fields["salary_period"] = told["salary"]
        fields |= {"salary_min": Decimal(low), "salary_max": Decimal(high)}
    if told["minimum_years"] is not None:
        fields["minimum_years"] = Decimal(told["minimum_years"])
    return create_job(by=by, skills=skills, description=told["text"], is_blind=told.get("blind", False), **fields)


def _bring_into_state(job: Job, told: dict[str, Any], now: datetime) -> None:
    """Last of all, as nobody can be considered for a closed job."""
    began = now - timedelta(days=told["days"])
    times: dict[str, datetime] = {"created_at": began}
    if told["state"] != Job.Status.DRAFT:
        open_job(job)
        times["opened_at"] = began
    if told["state"] == Job.Status.CLOSED:
        close_job(job)
        times["closed_at"] = now - timedelta(days=told["closed"])
    Job.objects.filter(pk=job.pk).update(**times)


def _applied(
    job: Job, candidate: Candidate, steps: list[Step], *, stages: dict[str, Stage], at: datetime, by: Membership
) -> None:
    one = apply_to_job(job, candidate, by=by)
    for step in steps[1:]:
        stage = stages[step.name]
        if stage.kind == Stage.Kind.REJECTED:
            reject(one, reason=step.reason, by=by)
        else:
            move_application(one, stage=stage, by=by)
    times = [at - timedelta(days=step.days) for step in steps]
    Application.objects.filter(pk=one.pk).update(applied_at=times[0], stage_since=times[-1], updated_at=times[-1])
    _date_back(one.changes.order_by("at", "pk"), times)


def _date_back(changes: Iterable[Any], times: list[datetime]) -> None:
    for change, at in zip(changes, times, strict=True):
        change.at = at
        change.save(update_fields=["at"])


def _was_made(candidate: Candidate, at: datetime) -> None:
    Candidate.objects.filter(pk=candidate.pk).update(created_at=at)
