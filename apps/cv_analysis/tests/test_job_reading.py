"""A pasted advertisement becomes the structure that hiring asks for."""

from decimal import Decimal

import pytest

from apps.cv_analysis.job_reading import JobTextError, draft_of, read_job
from apps.cv_analysis.parsing import postings
from apps.cv_analysis.parsing.postings import apart, parse_job

TEXT = """Senior Data Engineer
Harbour Works, Gothenburg (hybrid)

Requirements
- 5+ years of experience with Python and PostgreSQL

Nice to have
- Kubernetes
"""


def test_a_pasted_text_says_what_the_job_asks_and_where_it_says_so() -> None:
    draft = draft_of(TEXT)

    assert (draft.title, draft.seniority, draft.minimum_years, draft.workplace) == (
        "Senior Data Engineer",
        "senior",
        Decimal("5.0"),
        "hybrid",
    )
    kinds = {skill.name: skill.kind for skill in draft.skills}
    assert (kinds["Python"], kinds["PostgreSQL"], kinds["Kubernetes"]) == ("required", "required", "preferred")
    assert [TEXT[skill.start : skill.end] for skill in draft.skills] == [skill.name for skill in draft.skills]
    start, end = draft.read_from["title"]
    assert TEXT[start:end] == "Senior Data Engineer"


def test_text_is_read_elsewhere_and_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A web process has no memory for the models."""
    here = [parse_job(text) for text in (TEXT, "", "A \ud83d job for a \u2603 welder with 90.000 EUR a year\0")]

    def not_here(text: str) -> None:
        raise AssertionError(text)

    monkeypatch.setattr(postings, "parse_job", not_here)
    texts = (TEXT, "", "A \ud83d job for a \u2603 welder with 90.000 EUR a year\0".replace("\ud83d", "?"))

    assert [read_job(text) for text in texts] == here


def test_reading_that_does_not_end_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "MAX_JOB_WALL_SECONDS", 0.000_1)

    with pytest.raises(JobTextError) as caught:
        draft_of(TEXT)

    assert caught.value.code == "job-text-unreadable"
