"""Says scores in the reader's language: the titles of scores and parts, their reasons and cures."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.formats import number, words

from .parts import Said, Value
from .texts import TEXTS

SCORE_TITLES: Mapping[str, object] = {
    "overall": gettext_lazy("Overall"),
    "experience": gettext_lazy("Experience"),
    "education": gettext_lazy("Education"),
    "skills": gettext_lazy("Skills"),
    "formatting": gettext_lazy("Form and readability"),
    "ats": gettext_lazy("Fit for an applicant tracking system"),
}
PART_TITLES: Mapping[str, object] = {
    **{key: title for key, title in SCORE_TITLES.items() if key != "overall"},
    "names": gettext_lazy("Titles and companies"),
    "dates": gettext_lazy("Dates"),
    "months": gettext_lazy("Months"),
    "amount": gettext_lazy("Time of work"),
    "recency": gettext_lazy("Up to date"),
    "continuity": gettext_lazy("Without gaps"),
    "results": gettext_lazy("Measurable results"),
    "verbs": gettext_lazy("Strong verbs"),
    "described": gettext_lazy("Latest jobs described"),
    "level": gettext_lazy("Level"),
    "institution": gettext_lazy("Institutions"),
    "year": gettext_lazy("Years"),
    "field": gettext_lazy("Fields of study"),
    "number": gettext_lazy("Number of skills"),
    "known": gettext_lazy("Usual names"),
    "shown": gettext_lazy("Shown in work"),
    "recent": gettext_lazy("Used lately"),
    "breadth": gettext_lazy("Breadth"),
    "contact": gettext_lazy("Contact data"),
    "headings": gettext_lazy("Headings"),
    "order": gettext_lazy("Order"),
    "length": gettext_lazy("Length"),
    "bullets": gettext_lazy("Short lines"),
    "date_style": gettext_lazy("Dates written alike"),
    "layout": gettext_lazy("Columns and tables"),
    "characters": gettext_lazy("Characters"),
    "hidden": gettext_lazy("Nothing hidden"),
    "file": gettext_lazy("Kind of file"),
    "keywords": gettext_lazy("Keywords"),
    "title": gettext_lazy("Title"),
    "years": gettext_lazy("Years of work"),
    "degree": gettext_lazy("Degree"),
    "form": gettext_lazy("Form"),
}
LEVEL_TITLES: Mapping[str, object] = {
    "none": gettext_lazy("no degree"),
    "school": gettext_lazy("school"),
    "diploma": gettext_lazy("diploma or training"),
    "associate": gettext_lazy("associate degree"),
    "bachelor": gettext_lazy("bachelor"),
    "master": gettext_lazy("master"),
    "doctor": gettext_lazy("doctorate"),
}
WORDS: Mapping[str, object] = {
    "email": gettext_lazy("e-mail address"),
    "phone": gettext_lazy("phone"),
    "links": gettext_lazy("a link (LinkedIn, GitHub, own site)"),
    "experience": gettext_lazy("experience"),
    "education": gettext_lazy("education"),
    "skills": gettext_lazy("skills"),
}


def score_title(key: str) -> str:
    return str(SCORE_TITLES[key])


def part_title(key: str) -> str:
    return str(PART_TITLES[key])


def say(said: Said) -> str:
    """The sentence in the language of now."""
    key = said.key
    if said.values.get("total") == 0 and f"{key}.none" in TEXTS:
        key = f"{key}.none"
    elif said.values.get("missing") == 0 and f"{key}.whole" in TEXTS:
        key = f"{key}.whole"
    elif said.values.get("months") == 0 and f"{key}.now" in TEXTS:
        key = f"{key}.now"
    values = {name: _shown(name, value) for name, value in said.values.items()}
    if "months" in said.values:
        values["years"] = number(int(said.values["months"]) / 12, 1)
    if "asked_months" in said.values:
        values["asked_years"] = number(int(said.values["asked_months"]) / 12, 1)
    # A lazy text chooses between one and many by the values.
    return str(TEXTS[key] % values) if values else str(TEXTS[key])  # type: ignore[operator]  # it is formatted like a text


def _shown(name: str, value: Value) -> Value:
    """Names in words, months as people write them; counts stay figures, which choose between one and many."""
    if name == "missing" and isinstance(value, str):
        return listed([str(WORDS.get(word, word)) for word in value.split(",") if word])
    if name in {"level", "asked_level"}:
        return str(LEVEL_TITLES.get(str(value), value))
    if name in {"start", "end"} and isinstance(value, str):
        return month(value)
    return value


def listed(words: list[str]) -> str:
    return ", ".join(words)


def month(point: str) -> str:
    """YYYY-MM as “March 2021”."""
    from babel.dates import format_skeleton

    if point == "present":
        return _("present")
    year, _sign, number_ = point.partition("-")
    return format_skeleton("yMMMM", date(int(year), int(number_), 1), locale=words()) if number_ else year
