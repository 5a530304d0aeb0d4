"""Sentences that speak to whoever grades instead of answering: they are read by nobody and count for nothing.

The estimate does not obey text, so it cannot be told what to say; but words around an answer change how its own words
are understood, and that little shift should not be for sale.
"""

import re


def _any(*alternatives: str) -> str:
    return "(?:" + "|".join(alternatives) + ")"


GRADER = _any(
    r"grad(?:er|ing)",
    *("examiner", "evaluator", "assessor", "scorer", "rubric", "reference answer", "model answer", "answer key"),
    *(r"prüfer\w*", r"bewert\w+", r"korrektor\w*", "correcteur", r"examinador\w*", r"evaluador\w*"),
)
MARKS = _any(
    r"full (?:marks?|points?|credit|score)",
    r"(?:top|maximum|perfect|highest|best|maximal) (?:marks?|score|points?|grade|rating)",
    *("all (?:the )?points", "100 ?%", "100 (?:points?|marks?|punkte)", "(?:10|100) ?(?:/|out of) ?(?:10|100)"),
    *(r"volle punkt\w*", r"höchst\w* (?:punkt\w*|note)", "beste note", "note maximale", "tous les points"),
    *("máxima puntuación", "puntuación máxima"),
)
GIVE = _any(
    *("give", "award", "assign", "grant", "return", "output", "rate", "mark", "respond", "reply", "set"),
    *("vergeben", "geben", "gib", "bewerte", "donne[rz]?", "attribue[rz]?", "otorga", "dale?", "asigna"),
)
CLAIM = _any("correct", "complete", "perfect", "all", "full", "reference", "every", "excellent", "maximum", "rubric")
PATTERNS = (
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}"
    r"\b(?:instruction|prompt|rule|guideline|context|above|previous|rubric)",
    r"\b(?:ignorier|vergiss|missacht)\w*.{0,60}\b(?:anweisung|regel|vorgabe|instruktion)",
    r"\b(?:ignore[rz]?|oublie[rz]?)\b.{0,40}\b(?:instruction|consigne|règle)",
    r"\b(?:ignora|olvida)\w*\b.{0,40}\b(?:instruccion|regla|indicacion)",
    rf"\b{GIVE}\b.{{0,60}}\b{MARKS}",
    rf"\b{MARKS}.{{0,40}}\b(?:deserve|award|grant|justif)",
    rf"\b{GRADER}\b.{{0,80}}\b(?:must|should|please|output|score|give|award|confirm|correct|complete|muss|soll|bitte)",
    rf"\b(?:as|als|dear|you are|act as|note to|message (?:to|for)) (?:an? |the |your |dein |der )?(?:\w+ )?{GRADER}",
    r"\b(?:this|the|my|above) (?:answer|response|submission)\b.{0,40}"
    rf"\b(?:is|are|as|covers?|matches|contains|meets|deserves?|satisfies)\b.{{0,40}}\b{CLAIM}",
    r"\b(?:you are now|from now on you|pretend (?:to be|that)|act as (?:an? )?(?:ai|assistant|model))\b",
    r"\b(?:dear|hey|hello|attention),? (?:ai|llm|language model|chatgpt|gpt|model|assistant|grader)\b",
    r"^\W*(?:system|assistant|developer|admin(?:istrator)?|root)\s*(?:prompt|message|note|override)?\s*:",
    r"\[/?(?:inst|system|sys)\]|<\|[^|]*\|>|###\s*(?:system|instruction)",
    r"<<?/?(?:sys|system|inst|answer|reference|instructions?|prompt|data|user|assistant)>>?",
    r"[\"'](?:score|points|grade|matched|missing|correctness|rating)[\"']\s*:",
    r"\b(?:score|grade|rating|punktzahl|note)\s*[:=]\s*(?:100|10|1\.0|5|a\+?)\b",
    r"\b(?:recommend (?:hiring|to hire)|strong hire)\b",
)
ADDRESSED = re.compile(_any(*PATTERNS), re.IGNORECASE)


def speaks_to_the_grader(sentence: str) -> bool:
    return ADDRESSED.search(sentence) is not None
