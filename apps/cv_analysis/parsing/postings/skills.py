"""The skills that a posting asks for, each required or only preferred."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from apps.cv_analysis.parsing.taxonomy import Concept, key_of, load_taxonomy

from .education import PATTERNS as DEGREE_PATTERNS
from .features import CLOSED, folded
from .lexicon import load_lexicon, longest_at
from .model import AskedSkill
from .parts import INLINE, Part, Passage
from .places import is_place
from .spans import PassageSpan
from .titles import names_a_job
from .tokens import Token

SKIPPED_PARTS: frozenset[Part] = frozenset({"offer", "about", "apply"})
# Words after which everything is only welcome, and words that say it of what stands before them.
BEFORE = re.compile(
    r"\b(?:ideally|advantage if|great if|bonus if|plus if|preferabl[ey]|preferred|nice[- ]to[- ]haves?"
    r"|bonus(?: points)?(?: for| if)?|desirable"
    r"|optional(?:ly)?|advantageous|a plus|extra points|good to have|would be (?:great|nice|good|ideal|a bonus)|we(?:'d"
    r"| would) (?:also )?love|not essential)\b",
    re.IGNORECASE,
)
AFTER = re.compile(
    r"\b(?:(?:is|are|would be|will be|considered|as)\s+)*(?:an? )?(?:(?:big|huge|strong|definite|distinct|real|added"
    r"|great)\s+)?(?:plus|bonus|nice[- ]to[- ]have|advantage(?:ous)?|asset|preferred|desirable|desired|beneficial"
    r"|helpful|welcome|optional|benefit)\b|\bwould be (?:nice|great|good|ideal|useful)\b|\bgood to have\b"
    r"|\bnot (?:essential|required|necessary|mandatory)\b",
    re.IGNORECASE,
)
FIRM = re.compile(
    r"\b(?:must(?:[- ]have)?|required|essential|mandatory|necessary|need(?:ed)?|at least|minimum|expect(?:ed)?)\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(r";|\.\s|\s-\s|,?\s\bbut\b|,?\s\bwhile\b|,?\s\bwhereas\b")
OTHER_BRACKET = re.compile(
    r"\((?!\s*(?:strongly |highly )?(?:preferred|desirable|desired|nice|optional|a plus|bonus|required|essential|must"
    r"|not))"
)
LEAD_WORDS = re.compile(
    r"^(?:(?:experience|exposure|knowledge|understanding|command|publications?|background|confidence|familiarity"
    r"|proficiency|"
    r"skills?|expertise)\s+(?:to|with|of|in|using)\s+|(?:worked|working|confident|familiar|proficient|fluent"
    r"|comfortable)\s+(?:in|with)\s+|"
    r"(?:strong|good|excellent|solid|proven|deep|sound|basic|working|advanced|extensive|in-depth|thorough"
    r"|hands-on|some|previous|prior|relevant|great|outstanding|superb|first-class|demonstrable|and|or|the|a|an|with"
    r"|in|of|using|e\.g|such|as|modern|our|your)\s+)+",
    re.IGNORECASE,
)
BULLET_SIGN = re.compile(r"[\s*\-\u2022\u00b7\u25aa\u25cf\u2713#]+")
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
    "office higher planning english language role job staff customers clients people practice standards support"
    " management operations".split()
)
MAX_NAME_WORDS = 4
MOST_ITEM_WORDS = 4
REACH = 200
JOINING = frozenset({"with", "and", "or"})
NO_SKILLS = re.compile(r"equal[- ]opportunit|regardless of|dbs check|right to work|notice period", re.IGNORECASE)
ASKING = re.compile(
    r"experience|knowledge|skills?\b|\bmust\b|requir|\bneed|you (?:have|bring|know|are|will have)|familiar|proficien"
    r"|competen|understand|expertise"
    r"|\b(?:plus|bonus|desirable|preferred|advantage|asset)\b|fluen|qualif|strong in",
    re.IGNORECASE,
)
SHORT_WISH = re.compile(
    r"(?:^|(?<=[.;,!?] )|(?<=\n))(?P<names>[A-Z][\w+#./-]*(?:(?: |, | or | and )[\w+#./-]+){0,3}?)\s+"
    r"(?:(?:is|are|would be|skills?|experience|knowledge|certification|exposure)\s+)*(?:an? )?(?:(?:big|strong|added"
    r"|definite)\s+)?"
    r"(?:plus|bonus|asset|advantage|preferred|desirable|desired|beneficial|welcome)\b",
)
OTHER_ITEM = re.compile(
    r"^\d|\bweek\b|\bLPA\b|annual|salary|-based$|\d\s*(?:\+|years?|months?|hours?)|years?\b|licen[cs]e to|similar"
    r"|related|equivalent|\betc\b|full[- ]time"
    r"|\bwork(?:ed)?$|^you\b|\bcan\b|right to|plus$|bonus$"
    r"|preferred|desirable|required|essential|must|ideally|requirements|responsib|\b(?:is|are|be|we|i|it|this|to"
    r"|who)\b|^(?:one|two|three|four|five|six|\w+ed|built|led)\b",
    re.IGNORECASE,
)
# What a degree is in: up to the end of the clause, or to words that begin another demand.
SUBJECT = re.compile(
    r"(?:\s*\([^)]*\))?\s*(?:'s\s+)?(?:degree\s+|level\s+|qualification\s+)*(?:in|of)\s+(?:an?\s+)?(?:(?!\b(?:with"
    r"|and (?:at|a|an|\d|one|two|"
    r"three|four|five|six|good|strong|experience|knowledge|proven|solid|excellent|programming)|experience|plus"
    r"|obtained|required|preferred|who|"
    r"you|have|as well)\b)[^;.(\n])*",
    re.IGNORECASE,
)
# What counts most when a skill is named more than once: the list of requirements, then what is said to be welcome.
RANKS = {"asked": 0, "welcome": 1, "mentioned": 2}


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that names a skill; `force` is a key of RANKS."""

    name: str
    concept: Concept | None
    start: int
    end: int
    force: str = "mentioned"


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
    """Of all that could name a skill, the longer before the shorter, without overlaps."""
    by_passage: dict[int, list[PassageSpan]] = {}
    for item in spans:
        by_passage.setdefault(item.passage.start, []).append(item)
    for passage in passages:
        if passage.part in SKIPPED_PARTS:
            continue
        is_head = passage.is_heading or (passage.part == "none" and is_headline(text, passage))
        known, others = list(known_terms(text, passage)), list[Mention]()
        if not is_head and not NO_SKILLS.search(text, passage.start, passage.end):
            known += known_phrases(text, passage)
            others += [name for item in by_passage.get(passage.start, ()) for name in span_names(text, item)]
            others += short_items(text, passage)
        fields = degree_fields(text, passage)
        taken: list[tuple[int, int]] = list(fields)
        for mention in (*longest_first(known), *longest_first(others)):
            if is_head and not is_technology(mention):
                continue
            if any(mention.start < last and first < mention.end for first, last in taken):
                continue
            taken.append((mention.start, mention.end))
            yield replace(mention, force=force_at(text, passage, mention.start, mention.end))


def longest_first(mentions: list[Mention]) -> list[Mention]:
    return sorted(mentions, key=lambda item: (item.start - item.end, item.concept is None, item.start))


def is_headline(text: str, passage: Passage) -> bool:
    """The lines above the first heading that are no sentences: title, employer, place, pay."""
    return passage.tokens[-1].form != "." and len(passage.tokens) <= 14 and passage.start < 400 and "\n" in text


def is_technology(mention: Mention) -> bool:
    return mention.concept is None or mention.concept.category == "technology"


def known_terms(text: str, passage: Passage) -> Iterator[Mention]:
    """What the taxonomy or the list of technologies finds in running text."""
    for start, end, concept in load_taxonomy().find_terms(text, passage.start, passage.end):
        # "the rest is remote" is no REST.
        if not (concept.name.isupper() and text[start:end].islower()):
            yield Mention(concept.name, concept, start, end)
    tokens = passage.tokens
    words = [folded(token.form) for token in tokens]
    technologies = load_lexicon().lists["T"]
    for index in range(len(tokens)):
        size = longest_at(words, index, technologies)
        if size and reads_like_a_name(tokens[index : index + size], is_first=index == 0):
            last = tokens[index + size - 1]
            for start, end in pieces_of(text, tokens[index].start, last.start + len(last.form)):
                yield named(text, start, end)


def named(text: str, start: int, end: int) -> Mention:
    """Under the taxonomy's name when it knows the words, else under their own."""
    concept = load_taxonomy().lookup(text[start:end])
    return Mention(concept.name if concept else text[start:end], concept, start, end)


def reads_like_a_name(tokens: Sequence[Token], *, is_first: bool) -> bool:
    """With capitals or figures beyond those of any first word; neither joined ("Java with Spring") nor a list."""
    words = [folded(token.form) for token in tokens]
    if words[0] in CLOSED or words[-1] in CLOSED or JOINING & {*words[1:]} or any(token.tail for token in tokens[:-1]):
        return False
    written = " ".join(token.form for token in tokens)
    if any(char.isupper() or char.isdigit() for char in written[1:]):
        return True
    return written[0].isupper() and not is_first


def known_phrases(text: str, passage: Passage) -> Iterator[Mention]:
    """Phrases of two to four words, and single words that are a whole item, which the taxonomy knows by name."""
    taxonomy = load_taxonomy()
    tokens = passage.tokens
    if passage.part not in {"required", "preferred"} and not ASKING.search(text, passage.start, passage.end):
        return
    for first in range(len(tokens)):
        if not tokens[first].form[0].isalnum() or tokens[first].form.lower() in EMPTY:
            continue
        for last in range(first + 2, min(first + MAX_NAME_WORDS, len(tokens)) + 1):
            if tokens[last - 2].tail:
                break
            start, end = tokens[first].start, tokens[last - 1].start + len(tokens[last - 1].form)
            concept = taxonomy.lookup(text[start:end]) if "\n" not in text[start:end] else None
            if concept:
                yield Mention(concept.name, concept, start, end)
    if passage.part in {"required", "preferred"}:
        for start, end in items_of(text, passage):
            concept = taxonomy.lookup(text[start:end])
            if concept and text[start:end].lower() not in EMPTY and not names_a_job(text[start:end]):
                yield Mention(concept.name, concept, start, end)


def short_items(text: str, passage: Passage) -> Iterator[Mention]:
    """Where a list of demands holds nothing but names ("Kafka", "GST; transfer pricing"), the names are skills."""
    if passage.part not in {"required", "preferred"}:
        asked = SHORT_WISH.search(text, passage.start, passage.end)
        items = list(pieces_of(text, asked.start("names"), asked.end("names"))) if asked else []
    else:
        items = list(items_of(text, passage))
    for start, end in items:
        name = text[start:end]
        if len(name.split()) > MOST_ITEM_WORDS:
            return
        if is_name(name) and not is_degree(name) and not OTHER_ITEM.search(name) and not names_a_job(name):
            yield named(text, start, end)


def items_of(text: str, passage: Passage) -> Iterator[tuple[int, int]]:
    """The parts of a sentence between commas, semicolons, "and" and "or", without the words that lead to them."""
    position = passage.start
    opening = INLINE.match(text[passage.start : passage.end])
    skipped = passage.start + opening.end(1) if opening else passage.start
    for number, piece in enumerate(re.split(r"(\s*[,;:()]\s*|\s+(?:and|or)\s+)", text[passage.start : passage.end])):
        first, last = position, position + len(piece)
        position = last
        if number % 2 or (opening and last <= skipped):
            continue
        yield from pieces_of(text, first, last)


def span_names(text: str, item: PassageSpan) -> Iterator[Mention]:
    """The span as a whole when the list knows it; else, for knowledge, under its own name."""
    for start, end in pieces_of(text, item.span.start, item.span.end):
        name = text[start:end]
        if is_degree(name):
            continue
        mention = named(text, start, end)
        if mention.concept is not None or (item.span.kind == "knowledge" and is_name(name)):
            yield mention


def degree_fields(text: str, passage: Passage) -> list[tuple[int, int]]:
    """Where degrees and their subjects stand: "a degree in psychology, law or economics" asks for no skill."""
    sentence = text[passage.start : passage.end]
    fields: list[tuple[int, int]] = []
    for _, pattern in DEGREE_PATTERNS:
        for match in pattern.finditer(sentence):
            subject = SUBJECT.match(sentence, match.end())
            fields.append((passage.start + match.start(), passage.start + (subject or match).end()))
    return fields


def pieces_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a span between commas, slashes with blanks and brackets, without words that lead to them."""
    position = start
    for piece in re.split(r"(\s*[,;()]\s*|\s+/\s+)", text[start:end]):
        first, last = position, position + len(piece)
        position = last
        if not piece.strip(" ,;()/"):
            continue
        sign = BULLET_SIGN.match(piece)
        first += sign.end() if sign else 0
        lead = LEAD_WORDS.match(text[first:last])
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
    return not all(word.lower() in EMPTY for word in words) and not is_place(name)


def is_degree(name: str) -> bool:
    return any(pattern.search(name) for _, pattern in DEGREE_PATTERNS) or "degree" in name.lower()


def force_at(text: str, passage: Passage, start: int, end: int) -> str:
    """Whether the words around it ask or only welcome; else the part of the posting says."""
    sentence = text[passage.start : passage.end]
    first, last = start - passage.start, end - passage.start
    before = last_clause(sentence[max(0, first - REACH) : first])
    after = OTHER_BRACKET.split(CLAUSE.split(sentence[last : last + REACH], maxsplit=1)[0], maxsplit=1)[0]
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
