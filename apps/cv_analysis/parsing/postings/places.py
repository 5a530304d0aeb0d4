"""Where the work is done: the place, and whether one has to be there."""

import re
from collections.abc import Sequence

from .features import folded
from .lexicon import load_lexicon
from .model import Found
from .parts import Passage

NAME = r"[A-ZÀ-Þ][\w'.À-ÿ-]*(?:[ -](?:[A-ZÀ-Þ][\w'.À-ÿ-]*|am|an|der|de|la|le|upon|on|and|sur|do|del|di|el|of))*"
PLACE = rf"{NAME}(?:,\s*{NAME})*"
LABEL = re.compile(
    r"(?:^|[\n|•*·]|\t)[^\w\n]*(?:job |work(?:ing|place)? |office |base |primary |posting )?(?:location|place of work"
    r"|based|base|workplace|work location|city|office|site|duty station|standort"
    r"|where)s?\s*[:-]\s*(?P<place>[^\n|•]{2,80})",
    re.IGNORECASE,
)
BASED = re.compile(
    rf"\b(?:based (?:in|at|out of|from)|located (?:in|at)|office[s]? (?:in|at)|situated in|work(?:ing)? (?:from|in"
    rf"|at) our|position (?:is )?in|role (?:is )?in|join our|our|job in|vacancy in|on[- ]site in|onsite in|hybrid in"
    rf"|site in|hospital in|school in|warehouse in|depot in|plant in|lab in|store in|branch in|clinic in|practice in"
    rf"|studio in|kitchen in|restaurant in|team in|headquarters in|HQ in|relocate to|must live in|live in|across"
    rf"|opening in)\s+(?:(?:the )?(?:heart|centre|center|middle|suburb|outskirts) of |central |downtown |sunny "
    rf"|beautiful |the |our ){{0,4}}(?P<place>{PLACE})"
)
TITLE_PLACE = re.compile(rf"(?:^|\b(?:in|near|or)\s+|[(\[|,•·/*#-]\s*)(?P<place>{PLACE})")
NEAR = re.compile(
    rf"\b(?:in|near|for|from|at|rest|[Cc]ity of)\s+(?:the )?(?:heart of |centre of |center of |central "
    rf"|downtown )?(?P<place>{PLACE})"
)
WORKPLACES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "hybrid",
        re.compile(
            r"\bhybrid\b(?=\s*(?:$|[,.;:)(/|!-]|\n|\d|work|role|model|position|remote|office|job|schedule|set"
            r"|arrangement|pattern"
            r"|in\b|from\b|at\b|or\b|and\b|with\b|basis|environment$|contract|wfh|home|policy|option|permanent|full"
            r"|part|london|opportunit))|(?:\d|one|two|three|four)(?:\s*(?:-|-|to"
            r"|or)\s*(?:\d|two|three"
            r"|four))? days?(?: (?:a|per|each|/) ?week)? (?:in|at|from) (?:the |our )?(?:office|home|hq|site)"
            r"|the rest (?:is |of the time )?(?:remote|from home)|(?:once|twice) a week in the office|rest remote"
            r"|partly remote|partially remote|part[- ]remote|mix of (?:home|office|remote)|split between home"
            r"|home and office|office and home|remote/onsite|work from home (?:up to )?(?:\d|one|two|three"
            r"|four) days?|(?:\d\d)% (?:remote|home)|(?:\d|one|two|three|four) days? (?:remote|home office"
            r"|working from home|wfh)",
            re.IGNORECASE,
        ),
    ),
    (
        "remote",
        re.compile(
            r"(?<!no )(?<!not )(?<!not a )\b(?:fully |100% |completely |entirely )?remote(?:ly)?\b(?!\s*(?:monitoring"
            r"|sensing|support|control|access|sites?|locations?|teams? management|desktop|patient|areas?|communit"
            r"|work is not|working is not|not))(?:[- ]first)?|work(?:ing)? from (?:home|anywhere)|home[- ]based"
            r"|\bwfh\b|telecommut|anywhere in (?:the )?(?:\w+)|home office",
            re.IGNORECASE,
        ),
    ),
    (
        "onsite",
        re.compile(
            r"\bon[- ]?site\b(?!\s*(?:gym|fitness|medical|health|parking|canteen|caf|nursery|restaurant|training"
            r"|support|visits?|interview))"
            r"|in[- ]office\b|office[- ]based\b(?! in)|in[- ]person\b|no remote|not (?:a )?remote|work from (?:the "
            r"|our )?office"
            r"|fully on-?site|(?:5|five) days? (?:a|per) week in (?:the|our)|at our (?:premises|facility|plant)"
            r"|based at our|on the shop floor|site[- ]based|field[- ]based|in the (?:classroom|kitchen|workshop"
            r"|warehouse)|store[- ]based",
            re.IGNORECASE,
        ),
    ),
)
DENIED = re.compile(
    r"(?:no|not|isn't|cannot|can't|never|without|unable to(?: offer)?)\s+(?:\w+\s+){0,3}$", re.IGNORECASE
)
WORKPLACE_LABEL = re.compile(
    r"(?:workplace|work (?:model|mode|type|arrangement|setting)|working (?:model|arrangement|pattern)|location type"
    r"|location|remote)\s*(?:type)?\s*[:-]\s*(?P<value>[^\n]{2,60})",
    re.IGNORECASE,
)
ONLY_TIME = re.compile(
    r"^(?:fully |100% )?(?:remote|hybrid|onsite|on-site|flexible|anywhere|home|various|multiple|tbd|tbc|n/?a|yes"
    r"|no)\b[\s,()-]*",
    re.I,
)
SKIPPED_PARTS = frozenset({"about", "apply"})
NOT_PLACES = frozenset(
    "team company office offices role head london-based monday english german french spanish january february march"
    " april may june july august september october november december".split()
)
MAX_PLACE = 60
LONGEST_LINE, MOST_LINES = 120, 4


def location_of(text: str, passages: Sequence[Passage], title: Found[str] | None) -> Found[str] | None:
    """What a label names, else a place in the line of the title, else where the work is said to be based."""
    label = LABEL.search(text)
    if label and (found := clean_place(text, label.start("place"), label.end("place"))):
        return found
    lines = head_lines(text, title)
    for start, end in lines:
        for match in TITLE_PLACE.finditer(text[start:end]):
            found = known_part(match["place"], start + match.start("place"))
            if found:
                return found
    skipped = [(item.start, item.end) for item in passages if item.part in SKIPPED_PARTS]
    weak: Found[str] | None = None
    for match in BASED.finditer(text):
        found = known_part(match["place"], match.start("place"))
        if found is None:
            continue
        if not any(start <= match.start() < end for start, end in skipped):
            return found
        weak = weak or found
    return weak or mentioned_place(text)


def mentioned_place(text: str) -> Found[str] | None:
    """The first known place that anything at all is said to be in."""
    for match in NEAR.finditer(text):
        if found := known_part(match["place"], match.start("place")):
            return found
    return None


def head_lines(text: str, title: Found[str] | None) -> list[tuple[int, int]]:
    """The rest of the title's line, and the two lines after it."""
    lines: list[tuple[int, int]] = [(0, title.start)] if title and 0 < title.start <= LONGEST_LINE else []
    position = title.end if title else 0
    while len(lines) < MOST_LINES and position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        if text[position:end].strip() and end - position <= LONGEST_LINE:
            lines.append((position, end))
        elif text[position:end].strip():
            break
        position = end + 1
    return lines


def clean_place(text: str, start: int, end: int) -> Found[str] | None:
    """A labelled place without what is said about working from home."""
    raw = text[start:end].rstrip()
    marks = re.match(r"[\s*_#]+", raw)
    if marks:
        raw, start = raw[marks.end() :], start + marks.end()
    lead = ONLY_TIME.match(raw)
    if lead:
        raw, start = raw[lead.end() :], start + lead.end()
    raw = re.split(
        r"\s*[(;|]|\s-\s|\.\s|\s{3,}|\t|\.$|\s(?:with|and (?:remote|hybrid)|or (?:remote|hybrid)|hybrid|remote"
        r"|office)\b|,\s*(?:hybrid|remote|on[- ]?site|flexible)|\s*/\s*(?:remote|hybrid)",
        raw,
        maxsplit=1,
        flags=re.I,
    )[0].rstrip(" ,.")
    raw = re.sub(r"^(?:in|at|our|the)\s+", "", raw) if raw.islower() is False else raw
    place = text.find(raw, start) if raw else -1
    if place < 0 or not re.search(r"[A-ZÀ-Þ]", raw) or len(raw) > MAX_PLACE:
        return None
    return Found(raw, place, place + len(raw))


def known_part(name: str, start: int) -> Found[str] | None:
    """The name as far as it names places of the list: "Leeds, United Kingdom" but of "Leeds office" only "Leeds"."""
    pieces = re.split(r"(,\s*)", name)
    while len(pieces) > 1 and longest_place(pieces[0]) is None:
        # "Oakfield Academy, Bristol"
        start += len(pieces[0]) + len(pieces[1])
        pieces = pieces[2:]
    kept = ""
    for index in range(0, len(pieces), 2):
        piece = pieces[index]
        known = longest_place(piece)
        if known is None:
            break
        kept += (pieces[index - 1] if index else "") + known
        if known != piece:
            break
    return Found(kept, start, start + len(kept)) if kept else None


def longest_place(piece: str) -> str | None:
    words = re.split(r"(\s+)", piece)
    for size in range(len(words), 0, -2):
        candidate = "".join(words[:size]).rstrip(".")
        rest = "".join(words[size + 1 :])
        if is_place(candidate):
            # "Sydney NSW", "Austin Texas": a region behind its town.
            return piece if rest and is_place(rest) else candidate
    return None


def is_place(name: str) -> bool:
    if not name or not name[0].isupper() or name.lower() in NOT_PLACES:
        return False
    places = load_lexicon().lists.get("places")
    return places is not None and " ".join(folded(word) for word in name.split()) in places


def workplace_of(text: str, passages: Sequence[Passage]) -> Found[str] | None:
    """Hybrid when both are said; what a label says comes first."""
    label = WORKPLACE_LABEL.search(text)
    if label and (found := workplace_in(text, label.start("value"), label.end("value"))):
        return found
    ranges = [(item.start, item.end) for item in passages if item.part not in SKIPPED_PARTS]
    best: Found[str] | None = None
    order = [name for name, _ in WORKPLACES]
    for start, end in ranges:
        found = workplace_in(text, start, end)
        if found and (best is None or order.index(found.value) < order.index(best.value)):
            best = found
    return best


def workplace_in(text: str, start: int, end: int) -> Found[str] | None:
    for name, pattern in WORKPLACES:
        for match in pattern.finditer(text, start, end):
            if name != "onsite" and DENIED.search(text[max(start, match.start() - 40) : match.start()]):
                return Found("onsite", match.start(), match.end())
            return Found(name, match.start(), match.end())
    return None
