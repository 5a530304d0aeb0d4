"""Name, e-mail address, phone number and links."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .document import Document, Line
from .entities import Entity, covered
from .model import Field, Link
from .sections import Section, heading_kind
from .words import COMPANY_WORDS, PLACE_WORDS, TITLE_WORDS

EMAIL = re.compile(
    r"(?<![\w.+-])[a-z0-9][\w.+'-]{0,63}@(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}(?![\w-])(?:\n\.[a-z]{2,6}(?=\s))?", re.I
)
LINK = re.compile(
    r"(?<![@\w.])(?:https?://[^\s|<>()\[\]]{3,200}"
    r"|(?:www\.|(?:[a-z]{2,3}\.)?linkedin\.com/|github\.com/|gitlab\.com/|bitbucket\.org/|behance\.net/"
    r"|stackoverflow\.com/|medium\.com/|kaggle\.com/)[^\s|<>()\[\]]{2,200})",
    re.I,
)
PHONE = re.compile(
    r"(?<![\w./@-])(?:\+{1,2}\s?|00)?\(?\d(?:[ \t]?[-().\u2010-\u2013/]{0,2}[ \t]?\d){6,16}(?![\w@]|[-./]\d)"
)
PHONE_LABEL = re.compile(
    r"\b(?:phone|tel|telephone|mobile|mob|cell|cellphone|contact|home|call|ph|m|t|p)\b[\s.:#()no-]*$", re.I
)
NOT_PHONE_LABEL = re.compile(
    r"\b(?:fax|passport|id|zip|pin|pincode|postal|ssn|dob|birth|roll|reg\w*)\b[\s.:#no-]*$", re.I
)
# Numbers there are usually those of others, or no telephone numbers.
NOT_OWN = frozenset({"references", "experience", "education", "projects"})
REGIONS = ("US", "GB", "DE", "FR", "IN", "AU", "ES", "IT", "NL", "CH", "NP", "CA")
MIN_DIGITS = 7
NEAR = 200  # characters

NAME_TOKEN = re.compile(r"^(?:[^\W\d_]+(?:['\u2019\-\u2010][^\W\d_]+)*\.?|[^\W\d_]\.(?:[^\W\d_]\.)*)$")
PARTICLES = frozenset("de da di del della der den dos du la le van von zu bin ibn al el ten ter st st.".split())
NAME_LABEL = re.compile(
    r"^(?:(?:full\s+)?name|(?:first )?names?(?:\(s\))? ?/ ?surnames?(?:\(s\))?"
    r"|surnames?(?:\(s\))? ?/ ?(?:first )?names?(?:\(s\))?)\s*[:\t\u2013-]\s*(\S.*)$",
    re.I,
)
LEAD = re.compile(r"^(?:curriculum\s+vitae|r[eé]sum[eé]|cv)\s*(?:of|for|[:|\u2013-])?\s*", re.I)
HONORIFIC = re.compile(r"^(?:mr|mrs|ms|miss|dr|prof|er)\.?\s+", re.I)
SEGMENTS = re.compile(r"\t|\||\u2022|,| [-\u2013\u2014] |:|\(")
NOT_NAME = frozenset(
    "resume résumé curriculum vitae cv sample page email e-mail phone mobile address name street road avenue contact "
    "objective summary experience education skills profile willing relocate portfolio confidential date updated "
    "male female single married nationality gender india china usa uk nepal street apartment apt box template the for "
    "of with my about about me from dear sir india. linkedin facebook twitter skype home tel".split()
)
NAMES_THAT_ARE_PLACES = frozenset(
    "diego jose jordan georgia israel virginia carolina austin paris sydney francisco milan vienna jersey york dallas "
    "houston "
    "washington madrid chile".split()
)
HEAD_LINES = 14
PERSON_WEIGHT = 0.4


def find_email(document: Document) -> Field[str] | None:
    """The first address; a second one usually belongs to a reference."""
    match = EMAIL.search(document.text)
    if match is None:
        return None
    # A narrow column breaks an address before its last part.
    return Field(match[0].replace("\n", ""), 0.99, (document.span(match.start(), match.end()),))


def find_links(document: Document) -> tuple[Field[Link], ...]:
    """Profiles and home pages, each once."""
    found: dict[str, Field[Link]] = {}
    for match in LINK.finditer(document.text):
        link = match[0].rstrip(".,;:'\"")
        key = re.sub(r"^https?://(?:www\.)?", "", link.lower()).rstrip("/")
        span = document.span(match.start(), match.start() + len(link))
        kind = next((kind for kind in ("linkedin", "github") if key.startswith(f"{kind}.com")), "site")
        found.setdefault(key, Field(Link(kind, link), 0.95, (span,)))
    return tuple(found.values())


def find_phone(document: Document, sections: list[Section]) -> Field[str] | None:
    """The most phone-like number: labelled, international or at the top, and no range of dates."""
    text = document.text
    dates = {index for place in document.date_ranges for index in range(*place)}
    emails = [match.start() for match in EMAIL.finditer(text)]
    starts = [section.start for section in sections]
    best: tuple[float, re.Match[str]] | None = None
    for match in PHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if (
            not MIN_DIGITS <= len(digits) <= 15
            or match.start() in dates
            or re.fullmatch(r"(?:19|20)\d\d\D+(?:19|20)\d\d", match[0])
        ):
            continue
        before = text[max(0, match.start() - 20) : match.start()].split("\n")[-1]
        score = 1.0 if is_valid_number(match[0]) else 0.0
        if PHONE_LABEL.search(before):
            score += 1.0
        if NOT_PHONE_LABEL.search(before):
            score -= 2.0
        if match[0].startswith("+"):
            score += 0.5
        beside = [near for near in around(emails, match.start()) if abs(emails[near] - match.start()) < NEAR]
        if beside:
            score += 0.6
        if is_alone(text, match):
            score += 0.3
        if match.start() < 600:
            score += 0.4
        section = sections[max(bisect_right(starts, match.start()) - 1, 0)] if sections else None
        # A narrow column with the person's own address may stand anywhere.
        is_own = 0 in beside and section is not None and section.kind != "references"
        if section is not None and section.kind in NOT_OWN and not is_own:
            score -= 0.8
        if score >= 0.9 and (best is None or score > best[0]):
            best = (score, match)
    if best is None:
        return None
    score, match = best
    return Field(match[0].strip(), min(0.98, 0.6 + score * 0.15), (document.span(match.start(), match.end()),))


def is_alone(text: str, match: re.Match[str]) -> bool:
    """Whether nothing else stands in the line."""
    before, after = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
    return text[before : len(text) if after < 0 else after].strip() == match[0].strip()


def around(positions: list[int], position: int) -> range:
    """The indexes of the neighbours of a position in a sorted list."""
    index = bisect_right(positions, position)
    return range(max(index - 1, 0), min(index + 1, len(positions)))


@lru_cache(maxsize=1024)
def is_valid_number(text: str) -> bool:
    """Whether the number can be dialled in any of the usual regions."""
    number = "+" + text.lstrip("+ ") if text.startswith("+") else text
    import phonenumbers

    for region in (None,) if number.startswith("+") else REGIONS:
        try:
            if phonenumbers.is_possible_number(phonenumbers.parse(number, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False


def find_name(
    document: Document, sections: list[Section], email: Field[str] | None, entities: Iterable[Entity] = ()
) -> Field[str] | None:
    """The person's name: near the top or in the largest type, made of name-like words, often echoed by the e-mail."""
    local = re.sub(r"\d", "", email.value.split("@")[0].lower()) if email else ""
    best: tuple[float, int, int] | None = None
    for order, (start, end, bonus) in enumerate(name_candidates(document, sections)):
        value = document.text[start:end]
        score = name_score(value)
        if score <= 0:
            continue
        score += bonus - 0.07 * min(order, 12)
        tokens = [re.sub(r"\W", "", fold(token)) for token in value.split()]
        echoed = sum(len(token) > 2 and token in local for token in tokens)
        score += min(echoed, 2) * 0.5
        if document.largest_line and fold(value) in fold(document.largest_line):
            score += 1.0
        # Between names that are as likely, a pipeline that knows people decides.
        score += PERSON_WEIGHT * covered(entities, "person", start, end)
        if best is None or score > best[0]:
            best = (score, start, end)
    if best is None:
        return None
    score, start, end = best
    return Field(document.text[start:end], max(0.3, min(0.98, 0.45 + score / 4)), (document.span(start, end),))


def name_candidates(document: Document, sections: list[Section]) -> Iterator[tuple[int, int, float]]:
    """Pieces of lines that may be the name: labelled ones, the first lines, and the largest line wherever it is."""
    lines = [line for line in document.lines if line.text]
    for line in lines[:80]:
        if match := NAME_LABEL.match(line.text):
            yield from pieces(line, match.start(1), 1.2)
    head = lines[:HEAD_LINES]
    starts = [section.lines[:2] for section in sections if section.kind == "contact"]
    for line in [*head, *(line for group in starts for line in group)]:
        lead = LEAD.match(line.text)
        yield from pieces(line, lead.end() if lead else 0, 0.3 if line is lines[0] else 0.0)
    if document.largest_line:
        wanted = fold(document.largest_line)
        for line in lines:
            if wanted in fold(line.text):
                yield from pieces(line, 0, 0.2)
                break


def pieces(line: Line, offset: int, bonus: float) -> Iterator[tuple[int, int, float]]:
    """The first parts of a line, cut where names are separated from titles, numbers and places."""
    position = offset
    address = EMAIL.search(line.text, offset)
    text = line.text[offset : address.start() if address else None]
    for index, part in enumerate(SEGMENTS.split(text)[:3]):
        start = line.text.index(part, position)
        position = start + len(part)
        stripped = part.strip()
        if honorific := HONORIFIC.match(stripped):
            stripped = stripped[honorific.end() :]
        if stripped:
            begin = line.start + line.text.index(stripped, start)
            yield begin, begin + len(stripped), bonus - 0.3 * index


def name_score(value: str) -> float:
    """Above zero when the words can be a person's name."""
    tokens = value.split()
    if not 2 <= len(tokens) <= 5 or len(value) > 45 or heading_kind(value):
        return 0.0
    for token in tokens:
        folded = fold(token).strip(".")
        if folded in PARTICLES:
            continue
        if not NAME_TOKEN.match(token) or not token[0].isupper():
            return 0.0
        if folded in NOT_NAME or folded in TITLE_WORDS or folded in COMPANY_WORDS:
            return 0.0
        if folded in PLACE_WORDS and folded not in NAMES_THAT_ARE_PLACES:
            return 0.0
    if all(len(token.strip(".")) < 2 for token in tokens):
        return 0.0
    return 1.0 if len(tokens) <= 4 else 0.6


def fold(text: str) -> str:
    """Lower case without accents, for comparing names with addresses."""
    return " ".join("".join(FOLDED.get(char, char) for char in text.lower()).split())


FOLDED = dict(
    zip(
        "áàâäãåąćčçďđéèêëęěğíìîïłľñńňóòôöõøőřśšşťúùûüůűýÿžźż",
        "aaaaaaacccddeeeeeegiiiillnnnooooooorssstuuuuuuyyzzz",
        strict=True,
    )
)
FOLDED["ß"] = "ss"
