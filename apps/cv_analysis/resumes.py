"""Deeds of the CV builder: begin a CV, save it, copy it, delete it."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership
from apps.audit import services as audit
from apps.core.problems import ProblemError
from apps.cv_analysis.builder.from_parsed import resume_from_parsed
from apps.cv_analysis.builder.json_resume import resume_from_json, resume_to_json
from apps.cv_analysis.builder.linkedin import LinkedInError, resume_from_linkedin
from apps.cv_analysis.builder.resume import FieldError, ResumeInvalidError
from apps.cv_analysis.builder.resume import Resume as Content
from apps.cv_analysis.models import Analysis, Cv, Resume
from apps.cv_analysis.queries import findings_of

MAX_DATA_BYTES = 200_000
MAX_IMPORT_BYTES = 20 * 1024 * 1024
MOST_RESUMES = 100


class ResumeRefusedError(ProblemError):
    """What was sent is no CV; `errors` names the fields."""

    code = "resume-invalid"
    title = _("Some of it cannot be taken.")
    status = 422

    def __init__(self, errors: list[FieldError]) -> None:
        said = [(error.path, reason_of(error)) for error in errors]
        super().__init__("; ".join(f"{path}: {reason}" if path else reason for path, reason in said[:5]))
        self.errors = errors
        rows = zip(errors, said, strict=True)
        self.extra = {"errors": [{"field": path, "code": e.reason, "message": text} for e, (path, text) in rows]}


class ChangedElsewhereError(ProblemError):
    code = "changed-elsewhere"
    title = _("This CV was changed elsewhere meanwhile.")
    status = 409


class TooManyResumesError(ProblemError):
    code = "too-many-resumes"
    title = _("You have as many CVs here as fit.")
    status = 409


class NotReadError(ProblemError):
    code = "not-ready"
    title = _("There is no analysis of this CV. Look at its status.")
    status = 409


class ImportRefusedError(ProblemError):
    code = "import-refused"
    title = _("This file could not be taken over.")
    status = 422


REASONS = {
    "text": _("This is no text."),
    "list": _("This is no list."),
    "object": _("This is no group of fields."),
    "too-long": _("At most %(limit)s characters fit here."),
    "too-many": _("At most %(limit)s entries fit here."),
    "date": _("Write a year, or a month and a year, such as 03/2021."),
    "email": _("Write the address in full, such as ines@example.org."),
    "url": _("Write a web address, such as https://example.org."),
    "before-start": _("The end lies before the start."),
}
LINKEDIN_REASONS = {
    "not-a-zip": _("Choose the ZIP file that LinkedIn sends: Settings, Data privacy, Get a copy of your data."),
    "no-profile": _("It has no Profile.csv, Positions.csv or Education.csv. Ask LinkedIn for the whole archive."),
    "too-large": _("It is larger than any export of LinkedIn's. Choose the ZIP file as LinkedIn sent it."),
    "damaged": _("The file is damaged. Download it from LinkedIn once more."),
}


def reason_of(error: FieldError) -> str:
    """Why a field cannot be taken, and what to write instead."""
    return str(REASONS[error.reason]) % {"limit": error.limit}


def content_of(resume: Resume) -> Content:
    """What the CV says; it was looked at when it was saved."""
    return resume_from_json(resume.data)


def checked(data: Any) -> dict[str, Any]:
    """A JSON Resume document as it can be kept; raises ResumeRefusedError."""
    try:
        document = resume_to_json(resume_from_json(data))
    except ResumeInvalidError as invalid:
        raise ResumeRefusedError(invalid.errors) from invalid
    if len(json.dumps(document).encode()) > MAX_DATA_BYTES:
        raise ResumeRefusedError([FieldError("", "too-long", MAX_DATA_BYTES)])
    return document


@transaction.atomic
def create_resume(
    membership: Membership, *, title: str, data: Any = None, source: Cv | None = None, candidate_id: UUID | None = None
) -> Resume:
    """Begin a CV, empty or with a JSON Resume document in it."""
    if Resume.objects.of(membership.pk).count() >= MOST_RESUMES:
        raise TooManyResumesError(_("Delete one that you no longer need, then begin a new one."))
    document = checked(data if data is not None else resume_to_json(Content(name=membership.user.name)))
    return Resume.objects.create(
        owner_id=membership.pk,
        title=title[:120] or str(_("CV")),
        data=document,
        source=source,
        candidate_id=candidate_id,
    )


def create_from_analysis(membership: Membership, *, cv: Cv, analysis: Analysis) -> Resume:
    """Begin with what was read out of an uploaded CV."""
    content = resume_from_parsed(findings_of(analysis))
    title = cv.candidate_name or cv.file_name
    return create_resume(membership, title=title, data=resume_to_json(content), source=cv)


def create_from_file(membership: Membership, *, content: bytes, name: str) -> Resume:
    """Begin with a JSON Resume file or with the export of LinkedIn's; what it is decides, not what it is called."""
    if len(content) > MAX_IMPORT_BYTES:
        limit = MAX_IMPORT_BYTES // 1024**2
        raise ImportRefusedError(_("The file may have up to %(limit)s MB.") % {"limit": limit})
    if content.lstrip()[:1] == b"{":
        try:
            data = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise ImportRefusedError(_("The JSON in it is damaged. Export it once more.")) from error
        return create_resume(membership, title=name.removesuffix(".json"), data=data)
    try:
        found = resume_from_linkedin(content)
    except LinkedInError as error:
        raise ImportRefusedError(LINKEDIN_REASONS[error.code]) from error
    return create_resume(membership, title=found.name or "LinkedIn", data=resume_to_json(found))


@transaction.atomic
def save_resume(resume: Resume, *, version: int | None, data: Any = None, **about: str) -> Resume:
    """Save what changed: `data`, title, look, paper. Who read an older version than there is now is told so.

    Without a version whatever is there is replaced.
    """
    fields: dict[str, Any] = {name: value for name, value in about.items() if value}
    if data is not None:
        fields["data"] = checked(data)
    rows = (
        Resume.objects.filter(pk=resume.pk) if version is None else Resume.objects.filter(pk=resume.pk, version=version)
    )
    # One statement decides between two tabs.
    if not rows.update(**fields, version=F("version") + 1, updated_at=timezone.now()):
        raise ChangedElsewhereError(
            _("You, or somebody with your account, saved it in another tab or program. Open it again to see that.")
        )
    resume.refresh_from_db()
    return resume


@transaction.atomic
def copy_resume(membership: Membership, resume: Resume, *, data: Any = None) -> Resume:
    """A CV of its own with the same content, or with other content in the same look."""
    title = str(_("Copy of %(title)s")) % {"title": resume.title}
    copy = create_resume(
        membership,
        title=title,
        data=resume.data if data is None else data,
        source=resume.source,
        candidate_id=resume.candidate_id,
    )
    Resume.objects.filter(pk=copy.pk).update(look=resume.look, paper=resume.paper)
    copy.refresh_from_db()
    return copy


@transaction.atomic
def delete_resume(resume: Resume) -> None:
    """Delete it with its links, for good."""
    audit.record("cv_analysis.resume-deleted", target=resume, label=resume.title)
    resume.delete()


@transaction.atomic
def delete_resumes(resumes: Iterable[Resume]) -> None:
    """Delete several, all or none."""
    for resume in resumes:
        delete_resume(resume)
