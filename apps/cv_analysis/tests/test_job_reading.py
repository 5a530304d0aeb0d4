"""A pasted advertisement becomes the structure that hiring asks for."""

from decimal import Decimal

from apps.cv_analysis.job_reading import draft_of

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
