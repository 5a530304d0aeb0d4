"""Cuts out of a CV what must not take part in any score: who somebody is, where they come from, where they live."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

# Words that open a line about the person only when a sign or a figure follows: "Address:" but not "Address complaints".
WITH_SIGN = (
    r"(?:full |first |last |middle |family |given |sur|nick)?names?|born(?: on| in)?|age|sex|gender|pronouns|race"
    r"|children|ethnicity|religion|caste|faith|denomination|passport|visa|visa status|work permit|residence permit"
    r"|driving licen[cs]e|spouse|husband|wife|photo(?:graph)?|picture|height|weight|health|disability|residence"
    r"|(?:home |permanent |present |current |postal |mailing |residential |correspondence )?address|geboren|alter"
    r"|konfession|geschlecht|anschrift|adresse|wohnort|kinder|location|city|mother tongue"
)
# Words that open no other line than one about the person.
ALWAYS = (
    r"date (?:of|and place of) birth|birth ?date|birthday|d\.? ?o\.? ?b\b\.?|place of birth|marital status|civil status"
    r"|family status|nationality|nationalities|citizenship|citizen of|country of origin|ethnic origin"
    r"|passport (?:no|number)"
    r"|father['\u2019]?s? name|mother['\u2019]?s? name|blood group|sexual orientation|hometown|home town|lives in"
    r"|living in|place of residence|geburtsdatum|geburtsort|staatsangeh\w+|nationalit\u00e4t|familienstand"
)
LABELLED = re.compile(
    rf"^[\W_]*(?:(?:{WITH_SIGN})[ \t]*(?:[:\t\u2013-](?!\w)|is\b|(?=[ \t]\d))|(?:{ALWAYS})\b)[^\n]{{0,120}}$"
    r"|^[\W_]*(?:single|married|unmarried|divorced|widowed|male|female)\W*$",
    re.I | re.M,
)
# Words in prose that tell a gender, an age, an origin or a belief.
TELLING = re.compile(
    r"\b(?:he|she|him|her|his|hers|himself|herself|he/she|she/he|his/her|mr|mrs|ms|miss|mister|madam|sir|herr|frau"
    r"|male|female|man|woman|boy|girl|husband|wife|father|mother|son|daughter|brother|sister|married|unmarried|divorced"
    r"|widow|widowed|widower|pregnan\w+|maternity|paternity"
    r"|christian|catholic|protestant|muslim|islamic|hindu|sikh|jewish|buddhist|atheist"
    r"|\d{2}[ -]years?[ -]old|aged \d{2}|\d{2} jahre alt)\b\.?",
    re.I,
)
PERSONAL_FIELDS = ("name", "location")
CONTACT_FIELDS = ("email", "phone")
NAME_WORD = re.compile(r"[^\W\d_]{2,}", re.U)


def fair_text(text: str, findings: Mapping[str, Any]) -> str:
    """The text with blanks in place of everything personal; all offsets stay true."""
    characters = list(text)
    for start, end in personal_places(text, findings):
        for index in range(start, min(end, len(characters))):
            if characters[index] != "\n":
                characters[index] = " "
    return "".join(characters)


def personal_places(text: str, findings: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """Where the text speaks of the person: contact data, labelled lines, the name wherever it is, telling words."""
    for key in (*PERSONAL_FIELDS, *CONTACT_FIELDS):
        if field := findings.get(key):
            yield from _places(field)
    for field in findings.get("links") or ():
        yield from _places(field)
    for pattern in (LABELLED, TELLING):
        for match in pattern.finditer(text):
            yield match.start(), match.end()
    name = findings.get("name")
    if name:
        yield from _everywhere(str(name["value"]), text)


def _places(field: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    for span in field["evidence"]:
        yield span["start"], span["end"]


def _everywhere(name: str, text: str) -> Iterator[tuple[int, int]]:
    """The whole name in any case, as page headers and signatures repeat it."""
    words = NAME_WORD.findall(name)
    if len(words) < 2:
        return
    pattern = r"\b" + r"[^\w\n]{1,3}(?:\w\.?[^\w\n]{1,3})?".join(re.escape(word) for word in words) + r"\b"
    for match in re.finditer(pattern, text, re.I):
        yield match.start(), match.end()
