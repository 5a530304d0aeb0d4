"""Finds the headings of a CV and what stands under them."""

import re
from dataclasses import dataclass

from . import abroad
from .document import Document, Line
from .model import Field
from .model import Section as SectionValue

KINDS = (
    "header",
    "summary",
    "experience",
    "education",
    "skills",
    "certifications",
    "languages",
    "projects",
    "awards",
    "publications",
    "interests",
    "references",
    "contact",
    "other",
)

# The word that decides what a heading means, strongest first.
HEADS: tuple[tuple[str, str], ...] = (
    ("references", "reference references referees"),
    ("languages", "language languages"),
    (
        "certifications",
        "certification certifications certificate certificates licenses licences licensure accreditations",
    ),
    ("publications", "publication publications papers patents"),
    ("projects", "project projects portfolio"),
    ("awards", "award awards honors honours achievement achievements accomplishment accomplishments"),
    ("interests", "interest interests hobby hobbies activities extracurricular extra-curricular"),
    (
        "skills",
        "skill skills skillset competencies competences competency expertise proficiency proficiencies technologies "
        "technology tools strengths abilities specialties specialities software knowledge",
    ),
    ("summary", "summary profile objective objectives synopsis overview"),
    ("experience", "experience experiences employment internship internships career positions jobs volunteering"),
    (
        "education",
        "education educational academic academics academia qualification qualifications degrees schooling studies "
        "credentials scholastics",
    ),
    ("experience", "history work"),
    ("certifications", "training trainings courses workshops seminars memberships affiliations"),
    ("contact", "contact"),
    ("other", "personal declaration links information details availability nationality"),
)
HEAD_KIND = {word: (rank, kind) for rank, (kind, words) in reversed(list(enumerate(HEADS))) for word in words.split()}
FILLERS = frozenset(
    "and of the my in for with to a & / professional work working employment career relevant key core technical "
    "computer it "
    "job jobs other additional industry current previous past recent selected main major areas area personal academic "
    "educational background history summary profile executive brief set sets record highlights highlight soft hard "
    "programming language languages general special special teaching research volunteer voluntary community leadership "
    "management practical training trainings carrier statement details information about me data course courses "
    "details development professional's functional organizational organisational business office licenses "
    "qualifications "
    "spoken foreign list detailed project projects technological chronological organisation scholastic overall "
    "interpersonal "
    "software hardware system systems industrial corporate and/or paid unpaid military engineering extra curricular "
    "activities "
    "continuing online portfolio awards honors honours achievements objective objectives affiliations "
    "memberships".split()
)
WHOLE = abroad.HEADINGS | {
    "about": "summary",
    "about me": "summary",
    "who i am": "summary",
    "professional background": "experience",
    "professional history": "experience",
    "employment": "experience",
    "employment history": "experience",
    "employment record": "experience",
    "work history": "experience",
    "career history": "experience",
    "where i have worked": "experience",
    "summary of qualifications": "summary",
    "summary of qualification": "summary",
    "qualifications summary": "summary",
    "qualification summary": "summary",
    "career summary": "summary",
    "career profile": "summary",
    "career objective": "summary",
    "carrier objective": "summary",
    "career highlights": "summary",
    "professional experience summary": "experience",
    "experience summary": "summary",
    "skills summary": "skills",
    "summary of skills": "skills",
    "technical profile": "skills",
    "technical summary": "skills",
    "technical expertise": "skills",
    "areas of expertise": "skills",
    "tech stack": "skills",
    "it proficiency": "skills",
    "programming languages": "skills",
    "professional profile": "summary",
    "personal profile": "summary",
    "personal details": "other",
    "personal information": "other",
    "personal data": "other",
    "personal skills": "skills",
    "additional information": "other",
    "professional development": "certifications",
    "courses": "certifications",
    "project experience": "projects",
    "curriculum vitae": "header",
    "resume": "header",
    "résumé": "header",
    "cv": "header",
    "contact details": "contact",
    "contact information": "contact",
    "work experience and education": "experience",
    "references available upon request": "references",
}
SPREAD = {
    phrase.replace(" ", ""): kind
    for kind, phrases in {
        "experience": (
            "experience",
            "professional experience",
            "work experience",
            "employment history",
            "work history",
        ),
        "education": ("education", "academic background", "education and training"),
        "skills": ("skills", "key skills", "technical skills", "core competencies", "areas of expertise"),
        "summary": ("summary", "profile", "professional summary", "objective", "executive profile"),
        "certifications": ("certifications", "professional development"),
        "languages": ("languages",),
    }.items()
    for phrase in phrases
}
MAX_HEADING_WORDS = 6
NUMBERING = re.compile(r"^(?:\(?(?:\d{1,2}|[ivx]{1,4}|[a-z])[.)]\s+)", re.I)
EDGE = re.compile(r"^[\W_]+|[\W_]+$")
INLINE = re.compile(r"^([^:]{3,40}):\s+(\S.*)$")
INLINE_KINDS = frozenset({"skills", "languages", "education", "certifications", "summary", "interests"})
HUMAN_LANGUAGES = frozenset(
    "afrikaans albanian amharic arabic armenian bahasa basque bengali bosnian bulgarian burmese cantonese catalan "
    "chinese "
    "croatian czech danish dari dutch english estonian farsi filipino finnish flemish french galician georgian german "
    "greek gujarati hausa hebrew hindi hungarian icelandic igbo indonesian irish italian japanese kannada kazakh khmer "
    "korean kurdish latin latvian lithuanian macedonian malay malayalam maltese mandarin marathi mongolian nepali "
    "norwegian odia pashto persian polish portuguese punjabi romanian russian sanskrit serbian sinhala slovak "
    "slovenian "
    "somali spanish swahili swedish tagalog tamil telugu thai tibetan turkish ukrainian urdu uzbek vietnamese welsh "
    "xhosa yoruba zulu konkani twi oriya assamese".split()
)


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading; the first section, before any heading, is the header."""

    kind: str
    title: str
    lines: tuple[Line, ...]
    start: int
    end: int
    confidence: float = 1.0


def heading_kind(text: str) -> str | None:
    """The kind of section that a line opens, or None when it is not a heading."""
    plain = EDGE.sub("", NUMBERING.sub("", text.strip()))
    if not plain or len(plain) > 50 or not (plain[0].isupper() or not plain[0].isascii() or len(text) > len(plain)):
        return None
    phrase = " ".join(re.sub(r"[&/,]", " & ", plain.lower()).split())
    phrase = re.sub(r"\s*\(.*\)$", "", phrase)
    if phrase in WHOLE:
        return WHOLE[phrase]
    words = phrase.split()
    if len(words) > 2 and sum(len(word) <= 2 for word in words) >= 2:
        # Some fonts make "Ke y S ki ll s" of "Key Skills".
        return SPREAD.get("".join(words))
    ranked = [HEAD_KIND[word] for word in words if word in HEAD_KIND]
    if not ranked or len(words) > MAX_HEADING_WORDS or not all(word in HEAD_KIND or word in FILLERS for word in words):
        return None
    # "Education and Certifications": the first part names what comes first.
    if "&" in words or "and" in words:
        cut = min(index for index, word in enumerate(words) if word in {"&", "and"})
        first = [HEAD_KIND[word] for word in words[:cut] if word in HEAD_KIND]
        if first:
            return min(first)[1]
    return min(ranked)[1]


def split_sections(document: Document) -> list[Section]:
    """The whole document as sections, in order, without overlap."""
    sections: list[Section] = []
    kind, title, start, lines = "header", "", 0, list[Line]()

    def close(end: int) -> None:
        if title or any(line.text for line in lines):
            sections.append(Section(kind, title, tuple(lines), start, end))

    for line in document.lines:
        opened, body = opening(line, kind)
        if opened is None:
            lines.append(line)
            continue
        close(line.start)
        kind, title, start = opened, line.text if body is None else line.text.split(":")[0], line.start
        lines = [] if body is None else [body]
    close(len(document.text))
    return sections


def opening(line: Line, current: str) -> tuple[str | None, Line | None]:
    """The kind of section a line opens, and the text behind the heading on the same line."""
    if not line.text or len(line.text) > 400:
        return None, None
    if not line.is_bullet or line.text.isupper() or is_marked_heading(line.text):
        kind = heading_kind(line.text)
        # Inside a skills section "Tools" or "Programming languages" is a label of the list, not a new section.
        if kind == "header" and current != "header":
            return None, None
        if kind is not None and not (kind == "skills" and current == "skills" and not line.text.isupper()):
            return kind, None
    inline = INLINE.match(line.text)
    if inline and not (line.is_bullet and current in {"experience", "projects"}):
        kind = heading_kind(inline[1])
        if kind == "languages":
            first = re.split(r"[\s,;(/]", inline[2].lower())[0]
            kind = "languages" if first in HUMAN_LANGUAGES else None
        if kind in INLINE_KINDS and kind != current and not (current == "skills" and kind == "summary"):
            start = line.start + inline.start(2)
            return kind, Line(inline[2], start, line.end)
    return None, None


def is_marked_heading(text: str) -> bool:
    """Whether a line behind a bullet is a heading all the same: some programs set a sign before each."""
    kind = SPREAD.get(EDGE.sub("", text).lower().replace(" ", ""))
    return text[:1].isupper() and kind in {"experience", "education"}


def as_fields(document: Document, sections: list[Section]) -> tuple[Field[SectionValue], ...]:
    return tuple(
        Field(
            SectionValue(section.kind, section.title), section.confidence, (document.span(section.start, section.end),)
        )
        for section in sections
    )
