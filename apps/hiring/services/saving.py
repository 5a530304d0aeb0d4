"""Deeds that a form does as one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from apps.accounts.models import Membership
from apps.hiring.exchange import SkillDraft
from apps.hiring.models import Job
from apps.hiring.services.jobs import create_job, set_job_skills, update_job


@transaction.atomic
def save_job(job: Job | None, *, by: Membership, skills: Sequence[SkillDraft], **fields: Any) -> Job:
    """Make or change a job together with its skills; offsets into a text that has changed are forgotten."""
    if job is None:
        return create_job(by=by, skills=skills, **fields)
    if fields["description"] != job.description:
        skills = [replace(one, start=None, end=None) for one in skills]
    before = [SkillDraft(one.name, one.skill_id, one.kind, one.start, one.end, one.weight) for one in job.skills.all()]
    job = update_job(job, **fields)
    if list(skills) != before:
        set_job_skills(job, skills)
    return job
