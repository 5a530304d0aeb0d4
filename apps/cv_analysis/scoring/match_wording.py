"""Says the parts of a match in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.formats import number, percent

from .matching import RANKS
from .wording import LEVEL_TITLES

RELATIONS: Mapping[str, object] = {
    "narrower": gettext_lazy("which is a kind of it"),
    "implies": gettext_lazy("which needs it"),
    "broader": gettext_lazy("which is wider"),
    "implied": gettext_lazy("which is a part of it"),
    "sibling": gettext_lazy("which is of the same family"),
    "related": gettext_lazy("which is related"),
}
LEVELS = {rank: level for level, rank in RANKS.items()}


def say_match_part(part: Mapping[str, Any]) -> str:
    """One sentence for one part of a stored explanation."""
    return {"skill": _skill, "years": _years, "relevant_years": _relevant, "education": _education}[part["kind"]](part)


def _skill(part: Mapping[str, Any]) -> str:
    values = {"skill": part["skill"]}
    if part["relation"] == "missing":
        said = _("%(skill)s is required and was not found.") if part["required"] else _("%(skill)s was not found.")
        return said % values
    values |= {"own": part["own"], "sure": percent(part["confidence"]), "near": percent(part["closeness"])}
    if part["relation"] == "same":
        return _("%(skill)s was found, %(sure)s sure.") % values
    values["how"] = str(RELATIONS[part["relation"]])
    return _("Instead of %(skill)s: %(own)s, %(how)s (%(near)s near, %(sure)s sure).") % values


def _years(part: Mapping[str, Any]) -> str:
    values = _both(part)
    if part["is_usual"]:
        return _("%(years)s years of work; %(asked)s are usual for this seniority.") % values
    return _("%(years)s of %(asked)s years of work.") % values


def _relevant(part: Mapping[str, Any]) -> str:
    return _("%(years)s of %(asked)s years with the skills asked for.") % _both(part)


def _both(part: Mapping[str, Any]) -> dict[str, str]:
    return {"years": number(part["months"] / 12, 1), "asked": number(part["asked_months"] / 12, 1)}


def _education(part: Mapping[str, Any]) -> str:
    asked, own = (str(LEVEL_TITLES[LEVELS[part[name]]]) for name in ("asked_rank", "rank"))
    return _("Asked for: %(asked)s; highest: %(own)s.") % {"asked": asked, "own": own}
