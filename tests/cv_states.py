"""What every address of CV analysis shows to whom, and what puts something into its lists."""

from collections.abc import Callable

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.cv_analysis.profiles import keep_profile
from apps.cv_analysis.scoring.matching import Own, Person
from apps.hiring.services import create_candidate
from tests.answers import DEED, EVERYBODY, PARTS, RECORD, RECORDS_DEED, STAFFED, STAFFED_PART, Answers
from tests.visiting import AWAY, GONE, PAGE, PART, REFUSED, read_cv

CVS: dict[str, Answers] = {
    "cv-analysis/": EVERYBODY,
    "cv-analysis/export/": PARTS,
    "cv-analysis/bulk/": DEED,
    "cv-analysis/upload/": DEED,
    # For candidates; the others have the list.
    "cv-analysis/mine/": Answers(AWAY, candidate=PAGE),
    "cv-analysis/figures/": STAFFED,
    "cv-analysis/skills/": STAFFED,
    "cv-analysis/skills/export/": STAFFED_PART,
    # Of a skill that nobody knows.
    "cv-analysis/skills/<str:key>/": Answers(GONE, candidate=REFUSED),
    "cv-analysis/skills/<str:key>/export/": Answers(GONE, candidate=REFUSED),
    # Of a job that nobody has.
    "cv-analysis/jobs/<uuid:job_id>/upload/": Answers(GONE, guest=REFUSED, candidate=REFUSED),
    "cv-analysis/jobs/<uuid:job_id>/upload/zip/": DEED,
    "cv-analysis/jobs/<uuid:job_id>/upload/progress/": Answers(GONE, guest=REFUSED, candidate=REFUSED),
    "cv-analysis/jobs/<uuid:job_id>/upload/retry/": DEED,
    "cv-analysis/jobs/<uuid:job_id>/candidates/<uuid:candidate_id>/check/": Answers(GONE),
    "cv-analysis/<uuid:pk>/": RECORD,
    "cv-analysis/<uuid:pk>/status/": Answers(PART, names_a_record=True),
    "cv-analysis/<uuid:pk>/pages/": Answers(PART, names_a_record=True),
    # Nobody has looked at them yet.
    "cv-analysis/<uuid:pk>/pages/<int:number>/": Answers(GONE, names_a_record=True),
    "cv-analysis/<uuid:pk>/correct/": Answers(PAGE, guest=REFUSED, names_a_record=True),
    "cv-analysis/<uuid:pk>/corrections/<uuid:correction>/undo/": RECORDS_DEED,
    "cv-analysis/<uuid:pk>/check/": RECORD,
    "cv-analysis/<uuid:pk>/report/": RECORD,
    "cv-analysis/<uuid:pk>/original/": Answers(AWAY, names_a_record=True),
    # Without the key of a link that was just made.
    "cv-analysis/<uuid:pk>/download/": Answers(GONE, names_a_record=True),
    "cv-analysis/<uuid:pk>/reprocess/": RECORDS_DEED,
    "cv-analysis/<uuid:pk>/match/": RECORDS_DEED,
    "cv-analysis/<uuid:pk>/delete/": RECORDS_DEED,
}


def _know(membership: Membership, *names: str) -> None:
    with scope(membership.tenant):
        candidate = create_candidate(by=membership, name="Ines Sandberg")
        skills = tuple(Own(f"tech:{name.lower()}", name, 90, 12) for name in names)
        keep_profile(candidate, Person(skills, 24, 4))


def _know_python(membership: Membership) -> None:
    _know(membership, "Python")


def _know_c(membership: Membership) -> None:
    _know(membership, "C")


CV_LISTS: dict[str, tuple[str, str, Callable[[Membership], object]]] = {
    "cv_analysis.cvs": ("cv-analysis/", "Drop CVs here, or choose files", read_cv),
    "cv_analysis.skills": ("cv-analysis/skills/", "Skills come here from the CVs", _know_python),
    "cv_analysis.skill_people": ("cv-analysis/skills/tech:c/", "As soon as a CV that shows it is read", _know_c),
}
