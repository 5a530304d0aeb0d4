"""What of CV analysis belongs to a member alone: the CVs of a candidate. What members upload is their workspace's."""

import json
from collections.abc import Iterator
from pathlib import PurePath
from typing import IO
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from apps.accounts.roles import Role
from apps.cv_analysis.models import Cv, CvQuerySet, Resume, ResumeQuerySet
from apps.cv_analysis.queries import findings_of
from apps.cv_analysis.resumes import delete_resumes
from apps.cv_analysis.services import delete_cvs


def own_cvs_of(member_id: UUID) -> CvQuerySet:
    return Cv.objects.filter(uploaded_by_id=member_id, uploaded_by__role=Role.CANDIDATE)


def own_resumes_of(member_id: UUID) -> ResumeQuerySet:
    return Resume.objects.of(member_id).filter(owner__role=Role.CANDIDATE)


def files_of(member_id: UUID) -> Iterator[tuple[str, bytes | IO[bytes]]]:
    """Each file as it was uploaded, and what was found in it."""
    for number, cv in enumerate(own_cvs_of(member_id).order_by("created_at"), 1):
        name = PurePath(cv.file_name.replace("\\", "/")).name or "cv"
        if cv.file.storage.exists(str(cv.file.name)):
            with cv.file.open("rb") as stored:
                yield f"{number}-{name}", stored
        known = {"file": cv.file_name, "status": cv.status, "uploaded_at": cv.created_at}
        if (analysis := cv.analysis) is not None:
            known |= {"algorithm": analysis.algorithm, "as_of": analysis.as_of, "text": analysis.text}
            known |= {"findings": findings_of(analysis), "scores": analysis.scores}
        yield f"{number}-analysis.json", json.dumps(known, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode()
    for number, resume in enumerate(own_resumes_of(member_id).order_by("created_at"), 1):
        yield f"resume-{number}.json", json.dumps(resume.data, ensure_ascii=False, indent=2).encode()


def erase_files_of(member_id: UUID) -> None:
    """The person deletes the account: files and findings go for good."""
    delete_resumes(own_resumes_of(member_id))
    delete_cvs(own_cvs_of(member_id))
