"""What the standard wants written down is written down, and says what the code does."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from apps.accounts.password_rules import OURS
from tests.test_docs import said

PROJECT = Path(__file__).resolve().parents[2]
# Which file checks fields against each other, and what docs/api.md says of it.
TOGETHER = {
    "accounts/api/auth.py": "`auth/register/`",
    "accounts/forms.py": "`password` holds nothing of `name`, `email`",
    "accounts/team_forms.py": "`auth/invitations/accept/`",
    "accounts/api/invitations.py": "either `people` or `file`",
    "ai/api.py": "another `base_url` needs `key` again",
    "ai/forms.py": "another `base_url` needs `key` again",
    "billing/api/buying.py": "one of `module`, `modules`, `plan`, `credits`, `single`",
    "billing/forms.py": "all `modules` are sold for it, in one currency",
    "cv_analysis/api/ats.py": "`cv-analysis/cvs/{id}/ats-check/` | one of `job`, `text`",
    "cv_analysis/api/matching.py": "one of `job`, `text`; one of `candidate`, `cv`",
    "hiring/api/jobs.py": "both `start` and `end`",
    "hiring/forms.py": "the three weights add up to 100",
    "home/forms.py": 'without "own colour" no colour is kept',
    "interviews/template_forms.py": "the five weights add up to 100",
}
CHECKS = re.compile(r"def (?:clean\(self\)|validate\(self, (?:attrs|data)\b)")


def test_every_rule_over_several_fields_is_described() -> None:
    files = [file for file in (PROJECT / "apps").rglob("*.py") if "tests" not in file.parts]
    found = {str(file.relative_to(PROJECT / "apps")) for file in files if CHECKS.search(file.read_text())}
    described = said("docs/api.md").partition("## Fields that belong together")[2].partition("\n## ")[0]

    assert found == set(TOGETHER)
    assert [words for words in TOGETHER.values() if words not in described] == []


def paragraph(name: str) -> str:
    """A paragraph of docs/security.md by its heading."""
    (found,) = re.findall(rf"\*\*{name}\.\*\* (.+?)\n\n", said("docs/security.md"), re.DOTALL)
    return " ".join(found.split())


def test_words_that_passwords_may_not_be_made_of() -> None:
    assert f": {', '.join(OURS)}." in paragraph("Passwords")


def test_how_long_sessions_last() -> None:
    assert timedelta(weeks=2).total_seconds() == settings.SESSION_COOKIE_AGE
    assert f"two weeks after it was used last and `SESSION_DAYS` ({settings.SESSION_DAYS})" in paragraph(
        "How long it lasts"
    )


@pytest.mark.parametrize("promise", ["within 2 days", "within 7 days", "within 30 days", "every 90 days"])
def test_times_to_replace_what_has_a_hole(promise: str) -> None:
    assert promise in paragraph("Packages")


def test_every_log_that_the_code_writes_for_itself_is_listed() -> None:
    """Loggers with a name of their own; the others bear the name of their module."""
    listed = said("docs/observability.md").partition("### Which logs there are")[2].partition("\n## ")[0]
    files = [file for file in (PROJECT / "apps").rglob("*.py") if "tests" not in file.parts]
    named = {name for file in files for name in re.findall(r'getLogger\("([^"]+)"\)', file.read_text())}
    ours = {name for name in named if name.startswith("rostrum")}

    assert ours == {"rostrum.request", "rostrum.refused"}
    assert sorted(name for name in ours if f"`{name}`" not in listed) == []
