"""What every address of the CV builder shows to whom, and what puts something into its list."""

from collections.abc import Callable
from dataclasses import replace

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.cv_analysis.models import Resume
from apps.cv_analysis.resumes import create_resume
from tests.answers import RECORDS_DEED, Answers
from tests.visiting import GONE, PAGE, PART, REFUSED, Record

WRITING = Answers(PAGE, guest=REFUSED)
WRITTEN = Answers(PAGE, guest=REFUSED, names_a_record=True)
# Of a link that is nobody's.
NO_LINK = Answers(GONE, is_open=True)
BUILDER: dict[str, Answers] = {
    "cv-analysis/builder/": WRITING,
    "cv-analysis/builder/new/": WRITING,
    "cv-analysis/builder/from/<uuid:pk>/": RECORDS_DEED,
    "cv-analysis/builder/<uuid:pk>/": WRITTEN,
    "cv-analysis/builder/<uuid:pk>/advice/": Answers(PART, guest=REFUSED, names_a_record=True),
    "cv-analysis/builder/<uuid:pk>/preview/": WRITTEN,
    # In a format that there is not.
    "cv-analysis/builder/<uuid:pk>/export/<slug:kind>/": Answers(GONE, guest=REFUSED, names_a_record=True),
    "cv-analysis/builder/<uuid:pk>/copy/": RECORDS_DEED,
    "cv-analysis/builder/<uuid:pk>/delete/": RECORDS_DEED,
    "cv-analysis/builder/<uuid:pk>/tailor/": WRITTEN,
    "cv-analysis/builder/<uuid:pk>/share/": WRITTEN,
    "cv-analysis/builder/<uuid:pk>/share/<uuid:link>/end/": RECORDS_DEED,
    "cv-analysis/shared/<str:token>/": NO_LINK,
    "cv-analysis/shared/<str:token>/sheet/": NO_LINK,
    "cv-analysis/shared/<str:token>/pdf/": NO_LINK,
}


def write_resume(membership: Membership) -> Resume:
    """A CV in the builder with the member's name on it."""
    with scope(membership.tenant):
        return create_resume(membership, title="For banks")


def written_by(record: Record) -> Record:
    """The same workspace with a CV that its member writes."""
    resume = write_resume(record.membership)
    builder = {"cv-analysis/builder/from/": record.pk, "cv-analysis/builder/": resume.pk}
    return replace(record, others={**builder, **record.others})


BUILDER_LISTS: dict[str, tuple[str, str, Callable[[Membership], object]]] = {
    "cv_analysis.resumes": ("cv-analysis/builder/", "Begin with an empty page", write_resume),
}
