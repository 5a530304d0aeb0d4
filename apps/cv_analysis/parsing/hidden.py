"""What a file says where no reader sees it, and what it says to machines: reported, and never obeyed."""

import re

from .extract.result import Hidden
from .model import HiddenText
from .sentences import sentence_at

MAX_FINDINGS = 50
MAX_CHARACTERS = 500
MIN_KEYWORDS = 12
MAX_TITLE_CHARACTERS = 300
NEAR = 160
TAGS = re.compile("[\U000e0000-\U000e007f]+")
# A few zero-width characters are typing; a long run, or very many, carries a message.
ZERO_WIDTH = re.compile("[\u200b-\u200d\u2060-\u2064\ufeff\U000e0100-\U000e01ef\ufe00-\ufe0d]{8,}")
SEPARATORS = re.compile(r"[,;|\n]")
PERSON = r"(?:this |the |that |my )?(?:candidate|applicant|cv|r[e\u00e9]sum[e\u00e9]|application|profile|person)"
BEST = r"(?:highest|maximum|max|perfect|top|best)"
MACHINE = r"(?:ai|artificial intelligence|language model|llm|chat ?gpt)"
EARLIER = (
    r"(?:all |any |every |the |these |those |your |of |previous |prior |earlier |above |preceding |system |other )"
)
COMMANDS = (
    # Away with what was said before.
    rf"(?:ignore|disregard|forget|override|bypass) {EARLIER}{{1,5}}(?:instruction|prompt|rules|guidelines|criteria)",
    r"(?:ignorier\w*|missacht\w*|vergiss|vergessen sie) .{0,30}\b(?:anweisung|instruktion|regeln|vorgaben)",
    r"(?:ignore[rz]?|oublie[rz]?) .{0,30}\binstructions?\b.{0,12}\b(?:pr[e\u00e9]c[e\u00e9]dent|ant[e\u00e9]rieur)",
    r"(?:ignor[aei]\w*|olvid[ae]\w*) .{0,30}\b(?:instrucciones|istruzioni|instru[c\u00e7][o\u00f5]es)",
    # Spoken to a machine.
    rf"you are (?:now )?(?:an? )?(?:helpful |friendly )?(?:{MACHINE}|assistant)\b",
    rf"(?:attention|dear|note to(?: the)?|if you are) (?:an? )?(?:{MACHINE}|ats)\b",
    r"(?:du bist|sie sind) (?:jetzt )?(?:eine? )?(?:ki|k[u\u00fc]nstliche intelligenz|sprachmodell|assistent)\b",
    r"(?:system|assistant|developer) ?(?:prompt|message) ?:",
    # What it shall answer.
    rf"(?:give|assign|award|grant|rate|score|rank|mark) {PERSON}.{{0,25}}\b(?:{BEST}|first|100|10 ?(?:/|out of) ?10)\b",
    rf"(?:give|assign|award|output|return|set) (?:an? |the )?{BEST}(?: possible)? (?:score|rat|rank|match|mark|grade)",
    rf"(?:recommend|hire|shortlist|approve|select) {PERSON}\b.{{0,30}}\b(?:hir|interview|immediate|strong|above all)",
    rf"(?:say|state|respond|reply|answer|write|print|conclude)\b.{{0,25}}\b{PERSON} is (?:the (?:best|ideal)|highly "
    r"qualified|exceptionally|an? (?:excellent|perfect|ideal|outstanding))",
    rf"do not (?:reject|evaluate|reveal|mention|follow) (?:any |these |your )*(?:instructions?|rules|{PERSON})",
    r"gib (?:dieser|diesem|der|dem) (?:kandidat|bewerber)\w* .{0,30}\b(?:h[o\u00f6]chst|best|maximal|100)",
    r"donne[rz]? .{0,40}\b(?:meilleure note|note maximale|score maximal)",
    r"d[ae]\w* .{0,40}\bpuntuaci[o\u00f3]n (?:m[a\u00e1]s alta|m[a\u00e1]xima)",
)
INSTRUCTION = re.compile(rf"\b(?:{'|'.join(COMMANDS)})|<\|(?:im_start|system)\|>|\[/?inst\]", re.I)


def hidden_in(hidden: tuple[Hidden, ...], pages: tuple[str, ...], *, has_pages: bool) -> tuple[HiddenText, ...]:
    """Everything worth telling: hidden words, letters without width, loaded metadata, and commands in plain sight."""
    found = [
        HiddenText(words.kind, shortened(words.text), words.page)
        for words in hidden
        if words.text.strip() and (words.kind != "metadata" or is_loaded(words.text))
    ]
    for number, page in enumerate(pages, start=1):
        at = number if has_pages else None
        found += [HiddenText("zero-width", shortened(text), at) for text in messages_without_width(page)]
        found += [HiddenText("instruction", shortened(text), at) for text in commands_in(page)]
    return tuple(found[:MAX_FINDINGS])


def shortened(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()[:MAX_CHARACTERS]


def is_loaded(metadata: str) -> bool:
    """An ordinary title or a handful of keywords is what programs write by themselves."""
    return (
        len(metadata) > MAX_TITLE_CHARACTERS
        or len([word for word in SEPARATORS.split(metadata) if word.strip()]) >= MIN_KEYWORDS
        or bool(INSTRUCTION.search(metadata))
    )


def messages_without_width(page: str) -> list[str]:
    """Tag characters spell ASCII; other characters without width are only counted."""
    found = ["".join(chr(ord(char) - 0xE0000) for char in match[0]) for match in TAGS.finditer(page)]
    found = [text for text in found if len(text.strip("\0\x01\x7f ")) > 1]
    runs = sum(len(match[0]) for match in ZERO_WIDTH.finditer(page))
    return [*found, f"{runs} characters without width"] if runs else found


def commands_in(page: str) -> list[str]:
    """Sentences that tell a machine what to think; they stay in the text, since anybody can read them."""
    flowing = re.sub(r"\s+", " ", page)
    return [sentence_around(flowing, match.start(), match.end()) for match in INSTRUCTION.finditer(flowing)]


def sentence_around(text: str, start: int, end: int) -> str:
    """The whole sentence of a place, as far as it stands near; a bullet begins a new one."""
    first = max(start - NEAR, text.rfind("\u2022", 0, start) + 1, 0)
    bullet = text.find("\u2022", end)
    window = text[first : bullet if 0 <= bullet < end + NEAR else end + NEAR]
    begin, stop = sentence_at(window, start - first, end - first)
    return window[begin:stop].strip()
