"""What every address of code assessment shows to whom, and what puts something into its lists."""

from collections.abc import Callable
from dataclasses import replace

from apps.accounts.models import Member, Membership
from apps.code_assessment import services
from apps.code_assessment.catalogue import library_content
from apps.code_assessment.content import Content
from apps.code_assessment.library import problems
from apps.code_assessment.models import Assessment, Attempt, Likeness, Problem, Submission
from apps.code_assessment.services.assessments import usual_setup
from apps.core.ids import uuid7
from apps.core.scope import scope
from tests.answers import DEED, EVERYBODY, RECORD, RECORDS_DEED, WORKING, Answers
from tests.visiting import GONE, PAGE, PART, REFUSED, Form, Record

WRITTEN = Answers(PAGE, guest=REFUSED, candidate=REFUSED, names_a_record=True)
WRITTEN_PART = Answers(PART, guest=REFUSED, candidate=REFUSED, names_a_record=True)
REVIEWED = Answers(PAGE, guest=REFUSED, candidate=REFUSED)
CODE: dict[str, Answers] = {
    "code-assessment/": EVERYBODY,
    "code-assessment/progress/": EVERYBODY,
    "code-assessment/problems/new/": WORKING,
    # Of one that nobody began.
    "code-assessment/problems/try-out/": Answers(PART, guest=REFUSED, candidate=REFUSED),
    "code-assessment/problems/import/": WORKING,
    "code-assessment/problems/<uuid:pk>/edit/": WRITTEN,
    "code-assessment/problems/<uuid:pk>/export/": WRITTEN_PART,
    "code-assessment/problems/<uuid:pk>/check/": WRITTEN_PART,
    "code-assessment/problems/<uuid:pk>/versions/": WRITTEN,
    "code-assessment/problems/<uuid:pk>/deed/": RECORDS_DEED,
    # Of a slug that no problem has.
    "code-assessment/problems/<slug:key>/": Answers(GONE),
    "code-assessment/problems/<slug:key>/submit/": DEED,
    "code-assessment/problems/<slug:key>/draft/": DEED,
    "code-assessment/problems/<slug:key>/hint/": DEED,
    "code-assessment/problems/<slug:key>/give-up/": DEED,
    "code-assessment/problems/<slug:key>/programs/": Answers(GONE, guest=REFUSED, candidate=REFUSED),
    "code-assessment/problems/<slug:key>/rejudge/": DEED,
    # Practice is the person's own: for the others it is not there.
    "code-assessment/submissions/<uuid:pk>/": RECORD,
    "code-assessment/submissions/<uuid:pk>/status/": Answers(PART, names_a_record=True),
    "code-assessment/submissions/<uuid:pk>/rejudge/": RECORDS_DEED,
    "code-assessment/assessments/": REVIEWED,
    "code-assessment/assessments/new/": WORKING,
    "code-assessment/assessments/<uuid:pk>/": WRITTEN,
    "code-assessment/assessments/<uuid:pk>/edit/": WRITTEN,
    "code-assessment/assessments/<uuid:pk>/archive/": RECORDS_DEED,
    "code-assessment/assessments/<uuid:pk>/try/": RECORDS_DEED,
    "code-assessment/likenesses/": REVIEWED,
    "code-assessment/likenesses/<uuid:pk>/": WRITTEN,
    "code-assessment/likenesses/<uuid:pk>/decide/": RECORDS_DEED,
    "code-assessment/assign/<uuid:candidate_id>/": Answers(GONE, guest=REFUSED, candidate=REFUSED),
    # Of nobody.
    "code-assessment/assigned/<uuid:pk>/": Answers(GONE),
    "code-assessment/attempts/": EVERYBODY,
    "code-assessment/attempts/<uuid:pk>/": RECORD,
    "code-assessment/attempts/<uuid:pk>/status/": Answers(PART, names_a_record=True),
    "code-assessment/attempts/<uuid:pk>/start/": RECORDS_DEED,
    "code-assessment/attempts/<uuid:pk>/finish/": RECORDS_DEED,
    # Of a problem that is not asked in it.
    "code-assessment/attempts/<uuid:pk>/problems/<slug:key>/": Answers(GONE),
    "code-assessment/attempts/<uuid:pk>/problems/<slug:key>/submit/": DEED,
    "code-assessment/attempts/<uuid:pk>/problems/<slug:key>/draft/": DEED,
}


def shipped() -> tuple[str, Content]:
    """The first problem of the library."""
    slug = next(iter(problems()))
    found = library_content(slug)
    assert found is not None
    return slug, found


def hand_in(membership: Membership) -> Submission:
    """A program of the member's own that waits for its verdict."""
    slug, content = shipped()
    with scope(membership.tenant):
        return services.submit(membership, slug, services.Program("python", "print()"), content=content)


def write_assessment(membership: Membership) -> Assessment:
    with scope(membership.tenant):
        wanted = services.Wanted("For Monday", [{"key": shipped()[0], "points": 100}], 30)
        return services.write_assessment(membership, wanted)


def try_out(membership: Membership) -> Attempt:
    """A trial of the member's own that is ready."""
    with scope(membership.tenant):
        return services.prepare_attempt(membership, usual_setup(), title="For Monday")


def write_problem(membership: Membership) -> Problem:
    with scope(membership.tenant):
        return services.write_problem(membership, shipped()[1])


def coded(record: Record) -> Record:
    """The same workspace with a program, a problem, an assessment and an attempt that are the member's own."""
    by = record.membership
    others = {
        "code-assessment/submissions/": hand_in(by).pk,
        "code-assessment/problems/<uuid:pk>": write_problem(by).pk,
        "code-assessment/assessments/": write_assessment(by).pk,
        "code-assessment/attempts/": try_out(by).pk,
        "code-assessment/likenesses/": keep_likeness(by).pk,
    }
    return replace(record, others={**record.others, **others})


NO_ROWS = {"form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"}
NO_LIMITS = {f"{rows}-{count}_FORMS": "0" for rows in ("limits", "generated") for count in ("TOTAL", "INITIAL")}
CODE_FORMS = (
    Form(
        "t/acme/code-assessment/problems/new/",
        {"title": "", "statement": "Add two numbers", **NO_ROWS, **NO_LIMITS},
        "Add two numbers",
    ),
    Form("t/acme/code-assessment/problems/import/", {}),
    Form(
        "t/acme/code-assessment/assessments/new/",
        {"title": "", "description": "Backend", **NO_ROWS},
        "Backend",
    ),
)


def keep_likeness(membership: Membership) -> Likeness:
    """Two candidates' programs that are alike."""
    slug, content = shipped()
    with scope(membership.tenant):
        programs = []
        for number in range(2):
            # Nobody looks at pairs of their own.
            member = Member.objects.create(pk=uuid7(), email=f"{number}@people.example", name=f"Number {number}")
            attempt = Attempt.objects.create(
                member=member, title="For Monday", mode=Attempt.Mode.ASSESSMENT, setup=usual_setup().to_json()
            )
            programs.append(
                Submission.objects.create(
                    member=member,
                    attempt=attempt,
                    problem=slug,
                    problem_version=content.version,
                    asked={"title": content.title},
                    language="python",
                    source="print()",
                    key=f"like {number}",
                    state=Submission.State.DONE,
                )
            )
        one, other = programs
        return Likeness.objects.create(one=one, other=other, problem=slug, percent=90, pairs=1, version="test")


CODE_LISTS: dict[str, tuple[str, str, Callable[[Membership], object]]] = {
    # The library is always in it.
    "code_assessment.problems": ("code-assessment/", "", bool),
    "code_assessment.attempts": ("code-assessment/attempts/", "They appear here once somebody begins", try_out),
    "code_assessment.assessments": (
        "code-assessment/assessments/",
        "Choose two or three problems and a time",
        write_assessment,
    ),
    "code_assessment.likenesses": (
        "code-assessment/likenesses/",
        "pairs that stand out appear here",
        keep_likeness,
    ),
}
