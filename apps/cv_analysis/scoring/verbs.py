"""Words that open a line well, and words that open it weakly."""

import re
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "data" / "action_verbs.txt"
FIRST = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
# Past form of verbs whose other forms do not show it.
IRREGULAR = {
    "led": "lead", "built": "build", "wrote": "write", "ran": "run", "taught": "teach", "drove": "drive",
    "oversaw": "oversee", "grew": "grow", "won": "win", "brought": "bring", "sold": "sell", "held": "hold",
    "made": "make", "took": "take", "set": "set", "began": "begin", "spoke": "speak", "drew": "draw", "cut": "cut",
    "bought": "buy", "rebuilt": "rebuild", "rewrote": "rewrite", "undertook": "undertake", "found": "find",
    "kept": "keep", "gave": "give", "met": "meet", "spearheaded": "spearhead", "sought": "seek", "dealt": "deal",
}  # fmt: skip


@cache
def action_verbs() -> frozenset[str]:
    """Past forms with their base, present and -ing forms."""
    past = {line.strip() for line in FILE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"}
    forms = set(past)
    for verb in past:
        for base in _bases(verb):
            forms |= {
                base,
                f"{base}s",
                f"{base}es",
                f"{base}ing",
                f"{base.removesuffix('e')}ing",
                f"{base}{base[-1]}ing",
            }
            if base.endswith("y"):
                forms.add(f"{base[:-1]}ies")
    return frozenset(forms)


def _bases(past: str) -> set[str]:
    if past in IRREGULAR:
        return {IRREGULAR[past]}
    if past.endswith("ied"):
        return {f"{past[:-3]}y"}
    if not past.endswith("ed"):
        return set()
    stem = past[:-2]
    bases = {stem, f"{stem}e"}
    if len(stem) > 3 and stem[-1] == stem[-2]:
        bases.add(stem[:-1])
    return bases


def opens_with_verb(line: str) -> bool:
    """Whether the first word, an adverb before it aside, is one that says what was done."""
    words = [word.lower() for word in FIRST.findall(line)[:2]]
    if len(words) == 2 and words[0].endswith("ly"):
        words = words[1:]
    return bool(words) and words[0] in action_verbs()
