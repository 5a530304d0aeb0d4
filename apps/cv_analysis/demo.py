"""Deeds for the demo company: CVs of people who do not exist, read like any others once the product runs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.text import slugify

from apps.accounts.models import Membership
from apps.core.queue import finish, later
from apps.cv_analysis.builder.json_resume import resume_to_json
from apps.cv_analysis.builder.resume import PRESENT, Degree, Job, Language, Resume, SkillGroup
from apps.cv_analysis.models import Cv
from apps.cv_analysis.parsing.taxonomy import DATA
from apps.cv_analysis.rendering import NoPdfError, exported
from apps.cv_analysis.resumes import create_resume, save_resume
from apps.cv_analysis.services import upload_cv
from apps.cv_analysis.sharing import share_resume
from apps.hiring.models import Application, Candidate

FOLDER = DATA / "demo"
# Whom Ada writes a CV for with the builder, and sends it on.
WRITTEN = "wanjiru.kamau@mail.example"


@dataclass(slots=True)
class DemoCv:
    """A CV as it is written down in data/demo: what it says, and the file that is made of it."""

    email: str
    kind: str
    look: str
    about: list[str] = field(default_factory=list)
    summary: str = ""
    jobs: list[list[Any]] = field(default_factory=list)
    schools: list[list[str]] = field(default_factory=list)
    groups: list[SkillGroup] = field(default_factory=list)
    languages: list[Language] = field(default_factory=list)

    def take(self, line: str) -> None:
        """One more line of it; what a line is, its first sign says."""
        sign, rest = line[:2], line[2:]
        if sign == "> ":
            self.jobs.append([*rest.split(" | "), []])
        elif sign == "- ":
            self.jobs[-1][-1].append(rest)
        elif sign == "@ ":
            self.schools.append(rest.split(" | "))
        elif sign == "# ":
            name, _colon, skills = rest.partition(": ")
            self.groups.append(SkillGroup(name, skills=tuple(skills.split(", "))))
        elif sign == "* ":
            pairs = (one.split(": ") for one in rest.split(", "))
            self.languages = [Language(name, level) for name, level in pairs]
        elif not self.about:
            self.about = line.split(" | ")
        else:
            self.summary = line

    @property
    def content(self) -> Resume:
        name, headline, phone, place = self.about
        return Resume(
            name=name,
            headline=headline,
            email=self.email,
            phone=phone,
            location=place,
            summary=self.summary,
            experience=tuple(
                Job(title, company, where, "", start, PRESENT if end == PRESENT else end, lines=tuple(lines))
                for title, company, where, start, end, lines in self.jobs
            ),
            education=tuple(
                Degree(degree, subject, school, "", start, end) for degree, subject, school, start, end in self.schools
            ),
            skills=tuple(self.groups),
            languages=tuple(self.languages),
        )


def demo_cvs() -> Iterator[DemoCv]:
    """All of them, in the order of their files."""
    found: DemoCv | None = None
    for file in sorted(FOLDER.glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("== "):
                if found is not None:
                    yield found
                email, looks = line[3:].split(" | ")
                kind, look = looks.split()
                found = DemoCv(email, kind, look)
            elif found is not None:
                found.take(line)
    if found is not None:
        yield found


@transaction.atomic
def fill_demo(membership: Membership) -> None:
    """Make a file of each CV later, and upload it for the candidate of that address."""
    for number, one in enumerate(demo_cvs()):
        later("cv_analysis.upload_demo_cv", number=number, by=membership.pk)
        if one.email == WRITTEN:
            resume = create_resume(membership, title=one.about[0], data=resume_to_json(one.content))
            resume = save_resume(resume, version=None, look=one.look)
            share_resume(resume, name="Hiring team in Bristol", days=30)


def upload_demo_cv(number: int, by: str) -> None:
    """Lay the CV out as a file, and upload it as of the day on which the candidate applied."""
    one = list(demo_cvs())[number]
    candidate = Candidate.objects.present().filter(email=one.email, cvs__isnull=True).first()
    membership = Membership.objects.select_related("tenant", "user").filter(pk=by).first()
    if candidate is None or membership is None:
        return
    upload = _file_of(one)
    with finish():
        cv = upload_cv(membership, upload=upload, candidate=candidate)
        applied = Application.objects.filter(candidate=candidate).order_by("applied_at").first()
        if applied is not None:
            Cv.objects.filter(pk=cv.pk).update(created_at=applied.applied_at)


def _file_of(one: DemoCv) -> SimpleUploadedFile:
    """As PDF, Word or text; where no PDF can be made, as Word."""
    content, title = one.content, one.about[0]
    kinds = [one.kind, "docx"] if one.kind == "pdf" else [one.kind]
    for kind in kinds:
        try:
            data = exported(content, kind=kind, look=one.look, paper="a4", title=title)
        except NoPdfError:
            continue
        return SimpleUploadedFile(f"{slugify(title)}.{kind}", data)
    raise NoPdfError
