"""The skills that a posting asks for, each required or only preferred."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps.cv_analysis.parsing.taxonomy import Concept, Taxonomy, key_of, load_taxonomy

from .education import PATTERNS as DEGREE_PATTERNS
from .model import AskedSkill
from .parts import Part, Passage
from .spans import PassageSpan

SKIPPED_PARTS: frozenset[Part] = frozenset({"offer", "about", "apply"})
# Words after which everything is only welcome, and words that say it of what stands before them.
BEFORE = re.compile(
    r"\b(?:ideally|preferabl[ey]|preferred|nice[- ]to[- ]haves?|bonus(?: points)?(?: for| if)?|desirable"
    r"|optional(?:ly)?|advantageous|a plus|extra points|good to have|would be (?:great|nice|good|a bonus)|we(?:'d"
    r"| would) (?:also )?love|not essential)\b",
    re.IGNORECASE,
)
AFTER = re.compile(
    r"\b(?:(?:is|are|would be|will be|considered|as)\s+)*(?:an? )?(?:(?:big|huge|strong|definite|distinct|real|added"
    r"|great)\s+)?(?:plus|bonus|nice[- ]to[- ]have|advantage(?:ous)?|asset|preferred|desirable|desired|beneficial"
    r"|helpful|welcome|optional|benefit)\b|\bgood to have\b|\bnot (?:essential|required|necessary|mandatory)\b",
    re.IGNORECASE,
)
FIRM = re.compile(
    r"\b(?:must(?:[- ]have)?|required|essential|mandatory|necessary|need(?:ed)?|at least|minimum|expect(?:ed)?)\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(r";|\.\s|\s-\s|,?\s\bbut\b|,?\s\bwhile\b|,?\s\bwhereas\b")
LEAD_WORDS = re.compile(
    r"^(?:(?:strong|good|excellent|solid|proven|deep|sound|basic|working|advanced|extensive|in-depth|thorough"
    r"|hands-on|some|previous|prior|relevant|great|outstanding|superb|first-class|demonstrable|and|or|the|a|an|with"
    r"|in|of|using|e\.g|such|as|modern|our|your)\s+)+",
    re.IGNORECASE,
)
LAST_WORDS = re.compile(
    r"(?:\s+(?:skills?|experience|knowledge|expertise|abilities|ability|certification|certificates?|etc))+$",
    re.IGNORECASE,
)
EMPTY = frozenset(
    "experience knowledge skills skill degree background technology technologies tools systems industry business team"
    " work "
    "environment projects solutions applications software services software data product products development company"
    " field "
    "computer science engineering technical it qualification equivalent related university training education"
    " certification "
    "english language role job staff customers clients people practice standards support management operations".split()
)
MAX_NAME_WORDS = 4
OWN_NAME_PROBABILITY_KINDS = frozenset({"knowledge"})
# What counts most when a skill is named more than once: the list of requirements, then what is said to be welcome.
RANKS = {"asked": 0, "welcome": 1, "mentioned": 2}


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that names a skill; `force` is a key of RANKS."""

    name: str
    concept: Concept | None
    start: int
    end: int
    force: str


def asked_skills(text: str, spans: Sequence[PassageSpan], passages: Sequence[Passage]) -> tuple[AskedSkill, ...]:
    """Every skill once, where it is asked most firmly; in the order of the text."""
    best: dict[str, Mention] = {}
    for mention in mentions_of(text, spans, passages):
        key = mention.concept.id if mention.concept else key_of(mention.name)
        known = best.get(key)
        if known is None or RANKS[mention.force] < RANKS[known.force]:
            best[key] = mention
    return tuple(
        AskedSkill(
            mention.concept.name if mention.concept else mention.name,
            mention.concept.id if mention.concept else None,
            "preferred" if mention.force == "welcome" else "required",
            mention.start,
            mention.end,
        )
        for mention in sorted(best.values(), key=lambda item: (item.start, item.end))
    )


def mentions_of(text: str, spans: Sequence[PassageSpan], passages: Sequence[Passage]) -> Iterator[Mention]:
    """Known terms wherever they stand, and what the taggers found beyond them."""
    taxonomy = load_taxonomy()
    taken: list[tuple[int, int]] = []
    for passage in passages:
        if passage.part in SKIPPED_PARTS:
            continue
        for start, end, concept in taxonomy.find_terms(text, passage.start, passage.end):
            taken.append((start, end))
            yield Mention(concept.name, concept, start, end, force_at(text, passage, start, end))
    for item in spans:
        if item.passage.part in SKIPPED_PARTS or item.passage.is_heading:
            continue
        yield from span_mentions(text, item, taken, taxonomy)


def span_mentions(
    text: str, item: PassageSpan, taken: Sequence[tuple[int, int]], taxonomy: Taxonomy
) -> Iterator[Mention]:
    """The span as a whole when the list knows it; else, for knowledge, under its own name."""
    for start, end in pieces_of(text, item.span.start, item.span.end):
        name = text[start:end]
        if any(start < last and first < end for first, last in taken) or is_degree(name):
            continue
        concept = taxonomy.lookup(name)
        if concept is None and (item.span.kind == "skill" or not is_name(name)):
            continue
        yield Mention(name, concept, start, end, force_at(text, item.passage, start, end))


def pieces_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a span between commas, slashes with blanks and brackets, without words that lead to them."""
    position = start
    for piece in re.split(r"(\s*[,;()]\s*|\s+/\s+)", text[start:end]):
        first, last = position, position + len(piece)
        position = last
        if not piece.strip(" ,;()/"):
            continue
        lead = LEAD_WORDS.match(piece)
        first += lead.end() if lead else 0
        ending = LAST_WORDS.search(text[first:last])
        if ending and ending.start():
            last = first + ending.start()
        while last > first and text[last - 1] in " .,:;!?)*•--/":
            last -= 1
        if last > first:
            yield first, last


def is_name(name: str) -> bool:
    words = name.split()
    if not 0 < len(words) <= MAX_NAME_WORDS or len(name) < 2 or "<" in name or not re.search(r"[A-Za-z]", name):
        return False
    return not all(word.lower() in EMPTY for word in words)


def is_degree(name: str) -> bool:
    return any(pattern.search(name) for _, pattern in DEGREE_PATTERNS) or "degree" in name.lower()


def force_at(text: str, passage: Passage, start: int, end: int) -> str:
    """Whether the words around it ask or only welcome; else the part of the posting says."""
    sentence = text[passage.start : passage.end]
    first, last = start - passage.start, end - passage.start
    before = last_clause(sentence[:first])
    after = CLAUSE.split(sentence[last:], maxsplit=1)[0]
    welcome_before, firm_before = last_of(BEFORE, before), last_of(FIRM, before)
    if welcome_before > firm_before and not closes(before, welcome_before):
        return "welcome"
    welcome_after = AFTER.search(after)
    firm_after = FIRM.search(after)
    if welcome_after and not (firm_after and firm_after.start() < welcome_after.start()):
        between = after[: welcome_after.start()]
        # "Java is required, Kotlin a plus" says nothing of Java: a comma before a new demand ends the reach.
        if passage.part == "preferred" or "," not in between or is_list(between):
            return "welcome"
    if firm_before >= 0 or firm_after:
        return "asked"
    if passage.part == "preferred":
        return "welcome"
    return "asked" if passage.part == "required" else "mentioned"


def is_list(between: str) -> bool:
    """Only names and commas lead to the word: "GraphQL, Kafka or Redis is a plus"."""
    return len(between.split()) <= 3 * (between.count(",") + 1) and not re.search(
        r"\b(?:with|of|in|experience|knowledge)\b", between
    )


def last_clause(before: str) -> str:
    ends = [match.end() for match in CLAUSE.finditer(before)]
    return before[ends[-1] :] if ends else before


def last_of(pattern: re.Pattern[str], before: str) -> int:
    return max((match.end() for match in pattern.finditer(before)), default=-1)


def closes(before: str, place: int) -> bool:
    """ "(preferred)" and "preferred," end their own clause: what follows is new."""
    return re.match(r"\s*[),]", before[place:]) is not None
