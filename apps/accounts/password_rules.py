"""Which passwords are refused: the easily guessed and those somebody had before. For AUTH_PASSWORD_VALIDATORS."""

import re
from functools import cache
from typing import Any

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User

SHORTEST, LONGEST = 12, 128
# What is left of a password when everything predictable is taken out has to be this long.
LEAST_OWN = 6
SHORTEST_WORD = 4
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop", "1qaz2wsx3edc4rfv5tgb")
RUNS = (*ROWS, *(row[::-1] for row in ROWS), "abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba")
RUNS = (*RUNS, "01234567890123", "98765432109876")
SHORTEST_RUN = 4
# Letters that people write as signs.
PLAIN = str.maketrans("@$!|0135", "asiloies")
OURS = ("rostrum", "password", "passwort", "welcome", "willkommen", "letmein", "admin", "login", "secret", "geheim")


class LengthValidator:
    """At most 128 characters: longer ones would only cost time."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(_("At most 128 characters, please."), code="password_too_long")

    def get_help_text(self) -> str:
        return _("At most 128 characters.")


class GuessableValidator:
    """Refuses what is a common password with something around it, a run on the keyboard, or a piece again and again."""

    message = gettext_lazy("This password is easy to guess. A few words that do not belong together are better.")

    def validate(self, password: str, user: Any = None) -> None:
        # Of those that are too short the other rule says enough.
        if len(password) >= SHORTEST and own_part(password) < LEAST_OWN:
            raise ValidationError(self.message, code="password_guessable")

    def get_help_text(self) -> str:
        return _("No common password, no run on the keyboard, no repetition.")


class HistoryValidator:
    """Refuses the last five passwords of the person."""

    def validate(self, password: str, user: Any = None) -> None:
        if not isinstance(user, User) or user._state.adding:
            return
        earlier = [user.password, *user.password_records.values_list("password", flat=True)]
        if any(check_password(password, known) for known in earlier if known):
            raise ValidationError(_("You had this password before. Choose a new one."), code="password_used_before")

    def get_help_text(self) -> str:
        return _("None of your last five.")


def own_part(password: str) -> int:
    """How many characters are left without common words, runs and repetition."""
    left = password.lower()
    left = re.sub(r"(.{4,}?)\1+|(.{1,3}?)\2{2,}", r"\1\2", left)
    left = _without_runs(left)
    for text in dict.fromkeys((left, left.translate(PLAIN))):
        word = _longest_common_word(text)
        if word:
            left = min(left, text.replace(word, "", 1), key=len)
    # Years and the numbers that people hang on.
    left = re.sub(r"(19|20)\d\d|\d{1,4}$|[!?.*#]+$", "", left)
    return len(left) if len(set(left)) >= SHORTEST_WORD else min(len(left), LEAST_OWN - 1)


def _without_runs(text: str) -> str:
    for run in RUNS:
        for length in range(len(run), SHORTEST_RUN - 1, -1):
            for start in range(len(run) - length + 1):
                text = text.replace(run[start : start + length], "")
    return text


def _longest_common_word(text: str) -> str:
    """The longest part of the text that is a common password by itself."""
    known = common_passwords()
    for length in range(len(text), SHORTEST_WORD - 1, -1):
        for start in range(len(text) - length + 1):
            part = text[start : start + length]
            if part in known and not part.isdigit():
                return part
    return ""


@cache
def common_passwords() -> frozenset[str]:
    """Django's list of 20,000, and words that people take here; read once, when a first password is chosen."""
    return frozenset(CommonPasswordValidator().passwords) | frozenset(OURS)
