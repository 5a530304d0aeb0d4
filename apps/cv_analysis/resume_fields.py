"""Which fields the form of a CV has, section by section."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """`kind` says how it is written: line, text, lines (one point each), commas, date, end, url, email, phone."""

    name: str
    label: str | Promise
    kind: str = "line"
    help: str | Promise = ""
    is_wide: bool = False


START = FieldSpec("start", _("Start"), "date", _("Such as 03/2021, or the year"))
END = FieldSpec("end", _("End"), "end", _("Such as 03/2024, or the year"))
LINES_HELP = _("One point a line. Begin with what you did, end with what came of it.")
PERSON = (
    FieldSpec("name", _("Name")),
    FieldSpec("headline", _("Headline"), help=_("What you are, in a few words")),
    FieldSpec("email", _("E-mail"), "email"),
    FieldSpec("phone", _("Phone"), "phone"),
    FieldSpec("location", _("Place"), help=_("City and country are enough")),
)
LINK = (FieldSpec("label", _("What it is")), FieldSpec("url", _("Web address"), "url"))
SUMMARY = FieldSpec(
    "summary", _("Summary"), "text", _("Two or three sentences: what you do, and what you are known for."), is_wide=True
)
FIELDS: dict[str, tuple[FieldSpec, ...]] = {
    "experience": (
        FieldSpec("title", _("Job title")),
        FieldSpec("company", _("Company")),
        FieldSpec("location", _("Place")),
        FieldSpec("url", _("Web address"), "url"),
        START,
        END,
        FieldSpec("summary", _("About the company or the role"), "text", is_wide=True),
        FieldSpec("lines", _("What you did"), "lines", LINES_HELP, is_wide=True),
    ),
    "education": (
        FieldSpec("degree", _("Degree")),
        FieldSpec("field", _("Subject")),
        FieldSpec("institution", _("School or university")),
        FieldSpec("url", _("Web address"), "url"),
        START,
        FieldSpec("end", _("End"), "date", _("Such as 2024")),
        FieldSpec("score", _("Grade")),
        FieldSpec("courses", _("Courses"), "commas", _("Separated by commas")),
    ),
    "skills": (
        FieldSpec("name", _("Group"), help=_("Such as Languages or Tools")),
        FieldSpec("level", _("Level")),
        FieldSpec("skills", _("Skills"), "commas", _("Separated by commas"), is_wide=True),
    ),
    "certifications": (
        FieldSpec("name", _("Certificate")),
        FieldSpec("issuer", _("Issued by")),
        FieldSpec("date", _("Date"), "date", _("Such as 05/2022, or the year")),
        FieldSpec("url", _("Web address"), "url"),
    ),
    "languages": (
        FieldSpec("name", _("Language")),
        FieldSpec("level", _("Level"), help=_("A1 to C2, or native")),
    ),
    "projects": (
        FieldSpec("name", _("Project")),
        FieldSpec("url", _("Web address"), "url"),
        START,
        END,
        FieldSpec("keywords", _("Made with"), "commas", _("Separated by commas"), is_wide=True),
        FieldSpec("summary", _("What it is"), "text", is_wide=True),
        FieldSpec("lines", _("What you did"), "lines", LINES_HELP, is_wide=True),
    ),
    "publications": (
        FieldSpec("name", _("Title")),
        FieldSpec("publisher", _("Published in")),
        FieldSpec("date", _("Date"), "date", _("Such as 2020")),
        FieldSpec("url", _("Web address"), "url"),
        FieldSpec("summary", _("What it is about"), "text", is_wide=True),
    ),
}
SECTION_TITLES = {
    "summary": _("Summary"),
    "experience": _("Experience"),
    "education": _("Education"),
    "skills": _("Skills"),
    "certifications": _("Certificates"),
    "languages": _("Languages"),
    "projects": _("Projects"),
    "publications": _("Publications"),
}
# What the button says that adds an entry, and what an entry without a name is called.
ADD_TITLES = {
    "links": _("Add a link"),
    "experience": _("Add a job"),
    "education": _("Add a degree"),
    "skills": _("Add a group of skills"),
    "certifications": _("Add a certificate"),
    "languages": _("Add a language"),
    "projects": _("Add a project"),
    "publications": _("Add a publication"),
}
NEW_TITLES = {
    "experience": _("New job"),
    "education": _("New degree"),
    "skills": _("New group"),
    "certifications": _("New certificate"),
    "languages": _("New language"),
    "projects": _("New project"),
    "publications": _("New publication"),
}
