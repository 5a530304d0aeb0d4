"""What every address of interviews shows to whom, and what puts something into its lists."""

from collections.abc import Callable
from dataclasses import replace

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.interviews import services
from apps.interviews.configuration import Setup
from apps.interviews.models import Session, SkillProgress
from tests.answers import EVERYBODY, MANAGERS, PARTS, RECORD, RECORDS_DEED, Answers
from tests.visiting import GONE, PAGE, PART, REFUSED, Record

INTERVIEWS: dict[str, Answers] = {
    "interviews/": EVERYBODY,
    "interviews/export/": PARTS,
    "interviews/new/": EVERYBODY,
    "interviews/practice/": EVERYBODY,
    "interviews/assign/<uuid:candidate_id>/": Answers(GONE, guest=REFUSED, candidate=REFUSED),
    # Of nobody.
    "interviews/assigned/<uuid:pk>/": Answers(GONE),
    "interviews/<uuid:pk>/review/": RECORDS_DEED,
    # Practice is the person's own: for the others it is not there.
    "interviews/<uuid:pk>/": RECORD,
    "interviews/<uuid:pk>/replay/": RECORD,
    "interviews/fairness/": MANAGERS,
    "interviews/fairness/export/": Answers(PART, REFUSED, REFUSED, REFUSED),
    # Asked after an assessment only.
    "interviews/<uuid:pk>/about-you/": Answers(GONE, guest=REFUSED, names_a_record=True),
    # Nothing was asked yet.
    "interviews/<uuid:pk>/coach/": RECORD,
    "interviews/<uuid:pk>/coach/status/": Answers(PART, names_a_record=True),
    "interviews/<uuid:pk>/coach/again/": RECORDS_DEED,
    # It is not over yet.
    "interviews/<uuid:pk>/pdf/": Answers(GONE, names_a_record=True),
    "interviews/<uuid:pk>/share/": Answers(PAGE, guest=REFUSED, names_a_record=True),
    "interviews/<uuid:pk>/share/<uuid:link>/end/": RECORDS_DEED,
    # Of a link that is nobody's.
    "interviews/shared/<str:token>/": Answers(GONE, is_open=True),
    "interviews/shared/<str:token>/pdf/": Answers(GONE, is_open=True),
    "interviews/<uuid:pk>/status/": Answers(PART, names_a_record=True),
    "interviews/<uuid:pk>/delete/": RECORDS_DEED,
    "interviews/<uuid:pk>/questions/": RECORDS_DEED,
    "interviews/<uuid:pk>/start/": RECORDS_DEED,
    "interviews/<uuid:pk>/draft/": RECORDS_DEED,
    "interviews/<uuid:pk>/answer/": RECORDS_DEED,
    "interviews/<uuid:pk>/next/": RECORDS_DEED,
    "interviews/<uuid:pk>/steps/": RECORDS_DEED,
}


def hold_interview(membership: Membership) -> Session:
    """An interview that has just begun."""
    with scope(membership.tenant):
        setup = Setup(role="backend", level="junior", kind="technical", number=2)
        return services.start_session(services.prepare_session(membership, setup, title="Backend"))


def practise(membership: Membership) -> None:
    with scope(membership.tenant):
        SkillProgress.objects.create(member_id=membership.pk, skill="SQL", attempts=1, best=50, total=50)


def interviewed(record: Record) -> Record:
    """The same workspace with an interview of the person's own."""
    return replace(record, others={**record.others, "interviews/": hold_interview(record.membership).pk})


INTERVIEW_LISTS: dict[str, tuple[str, str, Callable[[Membership], object]]] = {
    "interviews.practice": ("interviews/practice/", "They come here from the interviews", practise),
    "interviews.sessions": ("interviews/", "The first one takes ten minutes", hold_interview),
}
