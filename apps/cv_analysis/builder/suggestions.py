"""What could be said better in a CV, line by line, each with the reason and, where nothing has to be invented, how."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from apps.cv_analysis.builder.resume import PRESENT, Job, Resume
from apps.cv_analysis.builder.verbs import Verbs, ing, load_verbs

KINDS = (
    "weak-opening",
    "no-result",
    "passive",
    "first-person",
    "too-long",
    "vague",
    "tense",
    "no-dates",
    "no-lines",
)
MOST_WORDS, MOST_REWRITES = 32, 4
ENOUGH_RESULTS = 0.5
# Verbs that need a word before what they are done to.
NEEDS = {"collaborated": "with", "partnered": "with", "liaised": "with", "contributed": "to", "served": "as"}
# Plain verbs that are names of things as often; only what follows tells.
NOUNS_TOO = frozenset(
    "design support test lead project program research market contact process plan report review schedule study budget"
    " benchmark document audit value model stage host map chart target sponsor source staff coach tutor pilot train"
    " engineer architect network brief draft interview survey estimate forecast catalog issue record question order"
    " file account monitor study increase decrease profit balance back check rank rate set cut cast spread".split()
)
AFTER_A_VERB = frozenset(
    "a an the all our new daily weekly monthly with and of over up out for to my its their".split()
)
IMPROPER = re.compile(
    r"\b(various|several|numerous|many|a (?:wide )?(?:variety|range) of|a number of|some|etc\.?|and so on|and more"
    r"|stuff|things|as (?:needed|required)|other duties(?: as assigned)?|day[- ]to[- ]day|team[- ]player"
    r"|hard[- ]working|results?[- ](?:driven|oriented)|detail[- ]oriented|self[- ]starter|go[- ]getter|synerg\w+"
    r"|dynamic|passionate)(?!\w)",
    re.I,
)
# Words that can be taken out without taking a fact away.
EMPTY = re.compile(
    r"\b(successfully|effectively|efficiently|actively|proactively|constantly|truly|very|really)\s+", re.I
)
PARTICIPLES = "built chosen done driven given held kept led made run sent shown sold taken taught written".split()
PASSIVE = re.compile(rf"\b(?:was|were|been|being|is|are)\s+(?:\w{{2,}}ed|{'|'.join(PARTICIPLES)})\b", re.I)
NOT_PASSIVE = re.compile(r"\b(?:is|are|was|were)\s+(?:based|located|used to|interested|need|speed)\b", re.I)
PERSON = re.compile(r"\b(I|I'm|I've|me|my|My|mine|myself|we|We|our|Our|us)\b")
PERSON_FIRST = re.compile(r"^(?:I|We)(?:'ve| have|'m| am)?(?: also)?\s+(?=\w)", re.I)
FIGURE = re.compile(
    r"\d|%|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|twenty|thirty|fifty|hundreds?"
    r"|thousands?|millions?|billions?|halved|doubled|tripled|quadrupled|half|twice|first|only|zero)\b",
    re.I,
)
SENTENCES = re.compile(r"(?<=[a-z\d)][.;])\s+(?=[A-Za-z])")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`line` is None for the whole entry. `words` are those it is about; a rewrite with a line break is two lines."""

    kind: str
    section: str
    entry: int
    line: int | None = None
    words: str = ""
    rewrites: tuple[str, ...] = ()


def suggestions_for(resume: Resume) -> list[Suggestion]:
    """In the order of the CV. Of a CV in another language, only what needs no knowledge of it."""
    found: list[Suggestion] = []
    for number, job in enumerate(resume.experience):
        found += of_entry(resume, number, job)
        measured = sum(FIGURE.search(line) is not None for line in job.lines)
        has_results = bool(job.lines) and measured / len(job.lines) >= ENOUGH_RESULTS
        for place, line in enumerate(job.lines):
            is_past = bool(job.end) and job.end != PRESENT
            for kind, words, better in of_line(
                line, is_past=is_past, has_results=has_results, language=resume.language
            ):
                found.append(Suggestion(kind, "experience", number, place, words, tuple(better)))
    for number, project in enumerate(resume.projects):
        for place, line in enumerate(project.lines):
            for kind, words, better in of_line(line, is_past=False, has_results=True, language=resume.language):
                found.append(Suggestion(kind, "projects", number, place, words, tuple(better)))
    for number, degree in enumerate(resume.education):
        if (degree.degree or degree.institution) and not degree.end:
            found.append(Suggestion("no-dates", "education", number))
    return found


def of_entry(resume: Resume, number: int, job: Job) -> Iterator[Suggestion]:
    """What is missing from a job as a whole."""
    if not (job.title or job.company):
        return
    if not (job.start and job.end):
        yield Suggestion("no-dates", "experience", number)
    if not job.lines and not job.summary:
        yield Suggestion("no-lines", "experience", number)


Advice = tuple[str, str, list[str]]


def of_line(line: str, *, is_past: bool, has_results: bool, language: str) -> Iterator[Advice]:
    """Kind, the words it is about, and rewrites."""
    if language == "en":
        yield from _openings(line, load_verbs(), is_past=is_past)
        yield from _wording(line)
    if len(line.split()) > MOST_WORDS:
        yield "too-long", "", [halves] if (halves := in_two(line)) else []
    if not has_results and not FIGURE.search(line):
        yield "no-result", "", []


def _openings(line: str, verbs: Verbs, *, is_past: bool) -> Iterator[Advice]:
    person = PERSON_FIRST.match(line)
    rest = line[person.end() :] if person else line
    if weak := weak_opening(rest, verbs):
        words, better = weak
        yield "weak-opening", words, better
    elif person:
        yield "first-person", person[0].strip(), [capital(rest)] if _begins_with_verb(rest, verbs) else []
    elif PERSON.search(line) and not line.isupper():
        yield "first-person", PERSON.search(line)[0], []  # type: ignore[index]  # found in this very line
    if is_past and (past := past_instead(rest, verbs)):
        first = rest.split()[0]
        yield "tense", first, [f"{capital(past)}{rest[len(first) :]}"]


def _begins_with_verb(text: str, verbs: Verbs) -> bool:
    first = text.split(maxsplit=1)[0].lower()
    return first in verbs.strong or first in verbs.past_of


def weak_opening(line: str, verbs: Verbs) -> tuple[str, list[str]] | None:
    """The longest opening that says little, and the line with each verb that may stand in its place."""
    words = line.split()
    plain = [word.lower().strip(",:;.") for word in words]
    for length in range(min(verbs.longest_weak, len(words) - 1), 0, -1):
        opening = " ".join(plain[:length])
        if opening not in verbs.weak:
            continue
        rest = words[length:]
        if past := verbs.ing_to_past.get(plain[length]):
            # What was done is said already: "Responsible for managing" is "Managed".
            return " ".join(words[:length]), [" ".join([capital(past), *rest[1:]])]
        if opening.endswith(" to") and plain[length] in verbs.past_of:
            # Who helped to build something has not built it.
            return " ".join(words[:length]), [" ".join(["Contributed to", ing(plain[length]), *rest[1:]])]
        better = [verb for verb in verbs.weak[opening] if not opening.startswith(verb)][:MOST_REWRITES]
        return " ".join(words[:length]), [" ".join([capital(verb), *_linked(verb, opening, rest)]) for verb in better]
    return None


def _linked(verb: str, opening: str, rest: list[str]) -> list[str]:
    """With the word that the verb needs: "Collaborated with sales"."""
    needed = "with" if verb == "coordinated" and opening.endswith(" with") else NEEDS.get(verb)
    return [needed, *rest] if needed and rest[0].lower() != needed else rest


def past_instead(line: str, verbs: Verbs) -> str | None:
    """The past of the verb that a line about a job of the past begins with in the present."""
    words = line.split()
    if len(words) < 2:  # noqa: PLR2004 -- one word is a name
        return None
    first, second = words[0].lower(), words[1].lower()
    past = verbs.past_of.get(first)
    if (
        past is None
        or first in verbs.strong
        or (NOUNS_TOO & {first, first.removesuffix("s")} and second not in AFTER_A_VERB)
    ):
        return None
    return past


def _wording(line: str) -> Iterator[Advice]:
    if (passive := PASSIVE.search(line)) and not NOT_PASSIVE.search(line):
        yield "passive", passive[0], []
    if vague := IMPROPER.search(line):
        yield "vague", vague[0], []
    elif empty := EMPTY.search(line):
        shorter = f"{line[: empty.start()]}{line[empty.end() :]}"
        yield "vague", empty[1], [capital(shorter)]


def in_two(line: str) -> str:
    """The line as two, cut at the end of a sentence or at a semicolon nearest to its middle; empty if there is none."""
    cuts = list(SENTENCES.finditer(line))
    if not cuts:
        return ""
    cut = min(cuts, key=lambda match: abs(match.start() - len(line) // 2))
    first, second = line[: cut.start()].rstrip(";"), line[cut.end() :]
    return f"{first}\n{capital(second)}"


def capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
