"""What people fill in for their own questions and sets."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.interviews.bank_listing import ALL_ROLES
from apps.interviews.library import LEVELS, Choice, Point
from apps.interviews.library.items import (
    LONGEST_SECONDS,
    MOST_CHOICES,
    MOST_POINTS,
    SHORTEST_SECONDS,
)
from apps.interviews.own_items import (
    LANGUAGES,
    LONGEST_ANSWER,
    LONGEST_HINT,
    LONGEST_TEXT,
    Fault,
    OwnItem,
    words_of,
)
from apps.interviews.shipped import LEVEL_TITLES, QUESTION_TITLES

DIFFICULTIES = (
    *((1, _("1, easy for its level")), (2, "2"), (3, _("3, usual")), (4, "4"), (5, _("5, hard for its level"))),
)


def _text(label: Any, rows: int, most: int, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=widget, **options)


class QuestionForm(forms.Form):
    """Everything about an own question but its points and choices."""

    text = _text(_("Question"), 3, LONGEST_TEXT)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(QUESTION_TITLES.items()))
    role = forms.ChoiceField(label=_("Role"), choices=list(ALL_ROLES.items()))
    level = forms.ChoiceField(label=_("Level"), choices=[(one, LEVEL_TITLES[one]) for one in LEVELS], initial="mid")
    difficulty = forms.TypedChoiceField(label=_("Difficulty"), choices=DIFFICULTIES, coerce=int, initial=3)
    seconds = forms.IntegerField(
        label=_("Time to answer"), min_value=SHORTEST_SECONDS, max_value=LONGEST_SECONDS, initial=180
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    skills = forms.CharField(
        label=_("Skills"),
        max_length=400,
        help_text=_("One to four, with commas between. Scores and practice are counted by them."),
    )
    hint = _text(
        *(_("Hint"), 2, LONGEST_HINT),
        required=False,
        help_text=_("Shown when somebody asks for help; it costs points."),
    )
    answer = _text(
        *(_("Model answer"), 6, LONGEST_ANSWER), required=False, help_text=_("Shown beside the person's answer.")
    )
    tags = forms.CharField(
        label=_("Tags"), max_length=800, required=False, help_text=_("For your own order, with commas between.")
    )
    is_shared = forms.BooleanField(
        label=_("Share it with the workspace"),
        required=False,
        help_text=_("Others can be asked it once it is approved. Otherwise it is yours alone."),
    )
    is_for_assessments = forms.BooleanField(
        label=_("For assessments only"),
        required=False,
        help_text=_("Candidates neither see nor practise it before they are asked."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, can_share: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not can_share:
            del self.fields["is_shared"], self.fields["is_for_assessments"]

    @property
    def said(self) -> dict[str, bool]:
        """Who may see it, as far as the form asks."""
        return {name: self.cleaned_data[name] for name in ("is_shared", "is_for_assessments") if name in self.fields}

    def item(self, rows: "Rows") -> OwnItem | None:
        """What was typed, to be checked further; None where a field itself is refused."""
        known = self.cleaned_data
        if self.errors:
            return None
        plain = ("text", "kind", "role", "level", "language", "hint", "answer", "seconds", "difficulty")
        return OwnItem.of(
            {
                **{name: known[name] for name in plain},
                "skills": words_of(known["skills"]),
                "tags": words_of(known["tags"]),
                "points": rows.points,
                "choices": rows.choices if known["kind"] == "multiple-choice" else (),
            }
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the form with what is wrong in it."""

    text: str = ""
    other: str = ""
    errors: list[str] = field(default_factory=list)


class Rows:
    """Points with their follow-ups, and choices; empty lines are none."""

    def __init__(self, points: Sequence[Point], choices: Sequence[Choice]) -> None:
        self.points, self.choices = tuple(points), tuple(choices)
        self.point_rows = [Row(one.text, one.follow_up) for one in points]
        self.choice_rows = [Row(one.text, "yes" if one.is_right else "") for one in choices]
        self.errors: dict[str, list[str]] = {}

    @classmethod
    def sent(cls, data: QueryDict) -> "Rows":
        names = ("point_text", "point_follow_up", "choice_text", "choice_right")
        columns = [[" ".join(one.split()) for one in data.getlist(name)] for name in names]
        pairs = zip_longest(*columns[:2], fillvalue="")
        points = [Point(text, after) for text, after in pairs if text or after][: MOST_POINTS + 1]
        offered = zip_longest(*columns[2:], fillvalue="")
        return cls(points, [Choice(text, right == "yes") for text, right in offered if text][: MOST_CHOICES + 1])

    def tell(self, faults: Sequence[Fault]) -> None:
        """Put what is wrong beside the line or the list it belongs to."""
        for one in faults:
            if one.field == "points" and one.row is not None:
                self.point_rows[one.row].errors.append(one.message)
            else:
                self.errors.setdefault(one.field, []).append(one.message)

    @property
    def shown_points(self) -> list[Row]:
        """With room for more."""
        return _with_room(self.point_rows, MOST_POINTS)

    @property
    def shown_choices(self) -> list[Row]:
        return _with_room(self.choice_rows, MOST_CHOICES)

    @property
    def point_errors(self) -> list[str]:
        return self.errors.get("points", [])

    @property
    def choice_errors(self) -> list[str]:
        return self.errors.get("choices", [])


def _with_room(rows: list[Row], most: int) -> list[Row]:
    more = 3 if not rows else 1
    return [*rows, *(Row() for _place in range(min(more, most - len(rows))))]


class QuestionSetForm(forms.Form):
    """A set; its questions are lines of ids and slugs, which the page shows as words."""

    title = forms.CharField(label=_("Title"), max_length=120)
    description = forms.CharField(
        label=_("Description"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_shared = forms.BooleanField(
        label=_("Share it with the workspace"),
        required=False,
        help_text=_("It can then be chosen in templates and for interviews."),
    )

    def __init__(self, *args: Any, can_share: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not can_share:
            del self.fields["is_shared"]


class ReviewForm(forms.Form):
    """What a reviewer decides."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class QuestionFileForm(forms.Form):
    """A file of questions."""

    file = forms.FileField(label=_("File"), help_text=_("CSV or JSON, up to 1,000 questions and 2 MB."))
    is_shared = forms.BooleanField(
        label=_("Share the new ones with the workspace"),
        required=False,
        help_text=_("They come in as drafts that wait for a review."),
    )

    def __init__(self, *args: Any, can_share: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not can_share:
            del self.fields["is_shared"]
