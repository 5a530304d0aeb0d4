"""Skills: the items of skill lists, and known terms in running text."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .document import Document, Line
from .model import Field, Skill
from .sections import HUMAN_LANGUAGES, Section
from .tagging.opinion import NO_OPINION, Opinion
from .taxonomy import Concept, Taxonomy, key_of, load_taxonomy
from .words import is_place

SEPARATOR = re.compile(r"\s*(?:[,;|\u2022\t]|\s[-\u2013\u2014\u00b7*]\s|\n|\s\band\b\s(?=[A-Z\d]))\s*")
LABEL = re.compile(r"[^:,;|\u2022\n]{2,45}:(?!//)[ \t]*")
NOTE = re.compile(
    r"\s*[(\[][^()\[\]]*(?:year|yr|month|level|expert|intermediate|advanced|beginner|basic|proficient|\d)[^()\[\]]*[)\]]",
    re.I,
)
TRAILING = re.compile(r"\s*(?:[-\u2013:]\s*)?\b(?:etc|expert|advanced|intermediate|beginner|basic|fluent)\b\.?$", re.I)
LEADING = re.compile(
    r"^(?:and|or|such as|like|including|knowledge of|experience (?:in|with)|proficient (?:in|with)|familiar with|"
    r"working knowledge of|basic knowledge of|good knowledge of|hands[- ]on experience (?:in|with|on)|strong"
    r"|excellent|good)\s+",
    re.I,
)
PRODUCT = re.compile(
    r"\d|[+#]|[a-z][A-Z]|\b[A-Z]{2,6}\b|\.[A-Za-z]|\b(?:Adobe|Apache|Cisco|Google|Microsoft|MS|Oracle|SAP|IBM)\b"
)
NOT_SKILL = re.compile(
    r"@|https?:|www\.|\b(?:19|20)\d\d\b.*\b(?:19|20)\d\d\b|\b(?:present|university|college|school|degree|diploma|bachelor\S*|"
    r"master'?s|inc|ltd|llc|pvt|gmbh|fluent|native|responsibilit\w+|references?|etc|page)\b",
    re.I,
)
LIST_SHARE = 0.6
MAX_ITEM_WORDS = 5
MAX_EVIDENCE = 20
MAX_ITEM_CHARACTERS = 48
SKILL_KINDS = ("technology", "soft", "domain")
# What the taxonomy's word adds to the model's share of technology; below so little support the model says nothing.
LISTED_SHARE: Mapping[str | None, float] = {"technology": 0.05, "domain": -0.2}
LEAST_SUPPORT = 0.02
MIN_KNOWN_SUPPORT, MIN_UNKNOWN_SUPPORT = 0.2, 0.1
LISTED_CONFIDENCE, LISTED_UNKNOWN_CONFIDENCE, RUNNING_CONFIDENCE = 0.95, 0.7, 0.75
SENTENCE_WORDS = frozenset(
    "i my me we our you your is are was were be been have has had the a an this that these those with for from which "
    "who "
    "can will would should could able ability using used worked working developed managed responsible including "
    "various "
    "strong excellent good highly demonstrated proven to at by on as it".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text that names a skill."""

    start: int
    end: int
    name: str
    concept: Concept | None
    confidence: float
    kind: str | None = None


def find_skills(document: Document, sections: list[Section], opinion: Opinion = NO_OPINION) -> tuple[Field[Skill], ...]:
    """Each skill once, in the order of its first mention, with all mentions as evidence."""
    taxonomy = load_taxonomy()
    lists = [(section.start, section.end) for section in sections if section.kind == "skills"]
    groups = grouped(mentions_of(document, sections, opinion, taxonomy))
    return tuple(as_field(document, group, lists, opinion) for group in groups)


def mentions_of(document: Document, sections: list[Section], opinion: Opinion, taxonomy: Taxonomy) -> Iterator[Mention]:
    """What the model marks, what the rules found and the model leaves room for, and known names of either elsewhere."""
    marked = list(by_model(document, opinion, taxonomy))
    taken = {position for mention in marked for position in range(mention.start, mention.end)}
    others = [
        mention
        for section in sections
        for mention in mentions_in(document, section, taxonomy)
        if mention.start not in taken and mention.end - 1 not in taken
    ]
    kept = marked + [mention for mention in others if believed(mention, opinion)]
    yield from kept
    named = {mention.concept.key for mention in kept if mention.concept}
    yield from (
        mention
        for mention in others
        if mention.concept and mention.concept.key in named and not believed(mention, opinion)
    )


def grouped(mentions: Iterable[Mention]) -> list[list[Mention]]:
    """The mentions of each skill together, in the order of the text."""
    groups: dict[str, list[Mention]] = {}
    for mention in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
        key = mention.concept.key if mention.concept else key_of(mention.name)
        groups.setdefault(key, []).append(mention)
    return list(groups.values())


def as_field(document: Document, group: list[Mention], lists: list[tuple[int, int]], opinion: Opinion) -> Field[Skill]:
    """`lists` are the places of sections of skills."""
    best = max(group, key=lambda mention: mention.confidence)
    concept = best.concept
    skill = Skill(
        concept.id if concept else None,
        best.name,
        category_of(group, best, opinion),
        written=group[0].name,
        spellings=tuple(dict.fromkeys(mention.name for mention in group if mention.kind or mention is best)),
        is_listed=any(start <= mention.start < end for mention in group for start, end in lists),
    )
    places = sorted({(mention.start, mention.end) for mention in group})[:MAX_EVIDENCE]
    confidence = min(0.99, best.confidence + 0.03 * (len(group) - 1))
    return Field(skill, round(confidence, 2), tuple(document.span(*place) for place in places))


def category_of(group: list[Mention], best: Mention, opinion: Opinion) -> str:
    """What the model thinks of all mentions together; of a technology or a domain it is told what the taxonomy says."""
    listed = best.concept.category if best.concept else None
    category = best.kind or listed or guess(best.name)
    if category == "soft":
        return category
    technology, domain = (
        sum(opinion.support(kind, mention.start, mention.end) for mention in group) for kind in ("technology", "domain")
    )
    if technology + domain < LEAST_SUPPORT:
        return category
    share = technology / (technology + domain) + LISTED_SHARE.get(listed, 0.0)
    return "technology" if share >= 0.5 else "domain"


def by_model(document: Document, opinion: Opinion, taxonomy: Taxonomy) -> Iterator[Mention]:
    """What the model marks as a skill."""
    for tag in opinion.tags:
        if tag.kind not in SKILL_KINDS:
            continue
        start, end = trimmed(document.text, tag.start, tag.end)
        name = flat(document.text[start:end])
        if name:
            yield Mention(start, end, name, taxonomy.lookup(name), tag.confidence, tag.kind)


def believed(mention: Mention, opinion: Opinion) -> bool:
    """Whether the model leaves room for what a rule found."""
    support = sum(opinion.support(kind, mention.start, mention.end) for kind in SKILL_KINDS)
    return support >= (MIN_KNOWN_SUPPORT if mention.concept else MIN_UNKNOWN_SUPPORT)


def guess(name: str) -> str:
    """The category of a skill that only the CV knows: product names carry digits, capitals and signs."""
    if name.lower() in HUMAN_LANGUAGES:
        return "soft"
    return "technology" if PRODUCT.search(name) else "domain"


def mentions_in(document: Document, section: Section, taxonomy: Taxonomy) -> Iterator[Mention]:
    if section.kind in {"references", "contact", "languages"}:
        return
    if section.kind == "skills":
        listed = list(listed_skills(document, section, taxonomy))
        yield from listed
        covered = {position for mention in listed for position in range(mention.start, mention.end)}
        covered.update(position for label in labels(document, section) for position in range(*label))
    else:
        covered = set()
    if section.kind in {"education", "interests", "header", "certifications"}:
        return
    for start, end, concept in taxonomy.find_terms(document.text, section.start, section.end):
        if start not in covered and end - 1 not in covered:
            yield Mention(start, end, flat(document.text[start:end]), concept, RUNNING_CONFIDENCE)


def listed_skills(document: Document, section: Section, taxonomy: Taxonomy) -> Iterator[Mention]:
    """The items of a list of skills; sentences inside the section are left to the search for known terms."""
    listed: list[tuple[int, int]] = []
    single: list[tuple[int, int]] = []
    for run_start, run_end in runs(section.lines):
        text = document.text[run_start:run_end]
        label = LABEL.match(text)
        found = [(run_start + a, run_start + b) for a, b in items(text, label.end() if label else 0)]
        if len(found) == 1:
            single += found
        elif short_share(document, found) >= LIST_SHARE:
            listed += found
        else:
            yield from (
                mention for place in found for mention in item_mentions(document, *place, taxonomy) if mention.concept
            )
    # Lines of one item each are a list when most of them are short, otherwise they are prose.
    is_list = short_share(document, single) >= LIST_SHARE
    for place in listed:
        yield from item_mentions(document, *place, taxonomy)
    for place in single:
        yield from (mention for mention in item_mentions(document, *place, taxonomy) if is_list or mention.concept)


def labels(document: Document, section: Section) -> Iterator[tuple[int, int]]:
    """What stands before the colon of a list names a group of skills, as "Data: Python, SQL", and is none itself."""
    for start, end in runs(section.lines):
        label = LABEL.match(document.text, start, end)
        if label and label.end() < end:
            yield label.span()


def short_share(document: Document, places: list[tuple[int, int]]) -> float:
    """The share of items that are short enough to be names of skills."""
    return sum(len(document.text[a:b].split()) <= 3 for a, b in places) / max(len(places), 1)


def runs(lines: tuple[Line, ...]) -> Iterator[tuple[int, int]]:
    """Stretches of text that one list covers: a line that ends in the middle of a list goes on in the next."""
    start = end = -1
    open_list = False
    for line in lines:
        continues = open_list and line.text and not line.is_bullet and not LABEL.match(line.text)
        if start >= 0 and not continues:
            yield start, end
            start = -1
        if not line.text:
            open_list = False
            continue
        start = line.start if start < 0 else start
        end = line.end
        separators = len(re.findall(r"[,;|\u2022]", line.text))
        open_list = separators >= 1 and not line.text.endswith(".")
    if start >= 0:
        yield start, end


def items(text: str, position: int) -> Iterator[tuple[int, int]]:
    """Offsets of the parts between separators; commas within brackets do not separate."""
    depth = 0
    start = position
    index = position
    while index < len(text):
        char = text[index]
        depth = depth + 1 if char == "(" else max(0, depth - 1) if char == ")" else depth
        match = SEPARATOR.match(text, index) if not depth else None
        # A line break inside a run only wraps the line.
        if match and match[0].strip(" \n"):
            yield start, index
            index = start = match.end()
            continue
        index += 1
    yield start, len(text)


def item_mentions(document: Document, start: int, end: int, taxonomy: Taxonomy) -> Iterator[Mention]:
    start, end = trimmed(document.text, start, end)
    raw = flat(document.text[start:end])
    if (
        not raw
        or len(raw.split()) > MAX_ITEM_WORDS
        or len(raw) > MAX_ITEM_CHARACTERS
        or not re.search(r"[^\W\d_]", raw)
    ):
        return
    concept = taxonomy.lookup(raw)
    if concept is None and "/" in raw and " / " not in raw:
        parts = raw.split("/")
        if all(taxonomy.lookup(part) for part in parts):
            position = start
            for part in parts:
                position = document.text.index(part, position)
                yield Mention(position, position + len(part), part, taxonomy.lookup(part), LISTED_CONFIDENCE)
            return
    if concept is None:
        words = raw.lower().split()
        if (
            NOT_SKILL.search(raw)
            or is_place(raw)
            or SENTENCE_WORDS.intersection(words)
            or (raw.endswith((".", ":")) and len(words) > 3)
        ):
            return
    yield Mention(start, end, raw, concept, LISTED_CONFIDENCE if concept else LISTED_UNKNOWN_CONFIDENCE)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without notes such as "(5 years)", introductions, and signs at the edges."""
    while True:
        before = (start, end)
        piece = text[start:end]
        note = next((match for match in NOTE.finditer(piece) if match.end() == len(piece.rstrip())), None)
        if match := note or TRAILING.search(piece):
            end = start + match.start()
        elif match := LEADING.match(piece):
            start += match.end()
        start += len(text[start:end]) - len(text[start:end].lstrip(" \t\n-*:&'\""))
        end -= len(text[start:end]) - len(text[start:end].rstrip(" \t\n-*:&.'\""))
        if (start, end) == before or start >= end:
            return start, max(start, end)


def flat(text: str) -> str:
    return " ".join(text.split())
