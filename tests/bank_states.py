"""What every address of the question library shows to whom, and what puts something into its lists."""

from collections.abc import Callable
from dataclasses import replace

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.interviews.library import all_items
from apps.interviews.models import QuestionSet
from apps.interviews.own_items import OwnItem
from apps.interviews.services.bank import write_question, write_set
from tests.answers import DEED, EVERYBODY, PARTS, RECORDS_DEED, WORKING, Answers
from tests.visiting import GONE, PAGE, REFUSED, Record

# Of candidates' own as of everybody's: each has one that is theirs.
WRITING = Answers(PAGE, guest=REFUSED)
WRITTEN = Answers(PAGE, guest=REFUSED, names_a_record=True)
BANK: dict[str, Answers] = {
    "interviews/questions/": EVERYBODY,
    "interviews/questions/export/": PARTS,
    "interviews/questions/new/": WRITING,
    "interviews/questions/write/": WORKING,
    # Nobody's.
    "interviews/questions/write/<uuid:pk>/": Answers(GONE, guest=REFUSED, candidate=REFUSED),
    "interviews/questions/collect/": DEED,
    "interviews/questions/import/": WRITING,
    "interviews/questions/import/example/": PARTS,
    "interviews/questions/own/export/": PARTS,
    "interviews/questions/<uuid:pk>/edit/": WRITTEN,
    "interviews/questions/<uuid:pk>/review/": RECORDS_DEED,
    "interviews/questions/<uuid:pk>/archive/": RECORDS_DEED,
    # Of a slug that no question has.
    "interviews/questions/<slug:key>/": Answers(GONE),
    "interviews/questions/<slug:key>/mark/": DEED,
    "interviews/sets/": EVERYBODY,
    "interviews/sets/<uuid:pk>/": Answers(PAGE, names_a_record=True),
    "interviews/sets/<uuid:pk>/edit/": WRITTEN,
    "interviews/sets/<uuid:pk>/delete/": RECORDS_DEED,
    "interviews/templates/": EVERYBODY,
    "interviews/templates/new/": WORKING,
    # Nobody's.
    "interviews/templates/<uuid:pk>/edit/": Answers(GONE, guest=REFUSED, candidate=REFUSED),
    "interviews/templates/<uuid:pk>/archive/": DEED,
    "interviews/templates/<slug:key>/": Answers(GONE),
}


def make_set(membership: Membership) -> QuestionSet:
    """A set of the member's own with a question of the library in it."""
    with scope(membership.tenant):
        return write_set(membership, title="For Monday", questions=[next(iter(all_items()))])


def asked_by(record: Record) -> Record:
    """The same workspace with a question and a set that are the member's own."""
    by = record.membership
    with scope(by.tenant):
        item = next(iter(all_items().values()))
        question = write_question(by, OwnItem.of(item)) if by.has_right("interviews.practise") else None
        chosen = make_set(by) if by.has_right("interviews.practise") else _shared(by)
    pk = question.pk if question else record.pk
    return replace(record, others={"interviews/questions/": pk, "interviews/sets/": chosen.pk, **record.others})


def _shared(by: Membership) -> QuestionSet:
    return QuestionSet.objects.create(title="For all", questions=[next(iter(all_items()))], is_shared=True)


BANK_LISTS: dict[str, tuple[str, str, Callable[[Membership], object]]] = {
    # The library is always in them.
    "interviews.questions": ("interviews/questions/", "", bool),
    "interviews.templates": ("interviews/templates/", "", bool),
    "interviews.question_sets": ("interviews/sets/", "Select questions in the list", make_set),
}
