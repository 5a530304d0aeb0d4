"""Why a test failed, in the reader's language: the judge itself says it in English only."""

import re

from django.utils.translation import gettext_lazy as _

from apps.core.modules import Text

# The verdict says as much.
SAYS_NOTHING = "The answer is another."
REASONS: tuple[tuple[str, Text], ...] = (
    (r"It wrote more than (?P<n>\d+) KiB\.", _("It wrote more than %(n)s KiB.")),
    (r"It needed more than (?P<n>\d+) MiB\.", _("It needed more than %(n)s MiB.")),
    (
        r"It used (?P<n>\d+) ms of processor time; (?P<allowed>\d+) ms are allowed\.",
        _("It used %(n)s ms of processor time; %(allowed)s ms are allowed."),
    ),
    (
        r"It was not done after (?P<n>\d+) ms, most of which it waited\.",
        _("It was not done after %(n)s ms, most of which it waited."),
    ),
    (r"It ended with exit code (?P<n>\d+)\.", _("It ended with exit code %(n)s.")),
    (r"It was ended by signal (?P<n>\d+)\.", _("It was ended by signal %(n)s.")),
    (r"It was ended by (?P<name>\w+)\.", _("It was ended by %(name)s.")),
)


def reason_of(said: str) -> str:
    """What the judge said, or a checker of the problem's own in whatever words it has."""
    if said == SAYS_NOTHING:
        return ""
    for pattern, text in REASONS:
        if found := re.fullmatch(pattern, said):
            return str(text) % found.groupdict()
    return said
