"""Practice that begins as soon as it is asked for is what is prepared and then started."""

from pathlib import Path
from typing import Any

import pytest

from apps.accounts.models import Membership
from apps.core.models import QueuedTask
from apps.interviews import services
from apps.interviews.configuration import Setup
from apps.interviews.models import Event, Session
from apps.interviews.services.problems import NoEvaluatorError
from apps.interviews.setting_up import prepare, start_now
from apps.marketplace.models import Usage
from apps.marketplace.services import MeterLimitError, spend

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_acme", "module")]
ASKED = {"role": "backend", "level": "junior", "kind": "technical", "number": 3}


def written(session: Session) -> dict[str, Any]:
    """What is kept of an interview, but for ids and the moments of the clock."""
    session.refresh_from_db()
    questions = list(session.questions.order_by("position"))
    first = questions[0]
    assert first.due_at is not None
    assert first.opened_at is not None
    setup = Setup.from_json(session.setup)
    own = setup.seconds_for(int(first.asked["seconds"]))
    assert (first.due_at - first.opened_at).total_seconds() == min(own, setup.total_seconds or own)
    fields = ("title", "mode", "state", "role", "level", "kind", "paid_by", "setup", "report", "library_version")
    (task,) = QueuedTask.objects.filter(name="interviews.time_out_session", kwargs__session_id=str(session.pk))
    assert task.run_after > first.due_at
    return {
        **{name: getattr(session, name) for name in fields},
        "consented": session.consented_at is not None,
        "questions": [(one.position, one.state, one.asked["kind"], one.opened_at is not None) for one in questions],
        "has_begun": session.started_at is not None,
        "events": [(one.kind, one.question_id == first.pk) for one in session.events.order_by("pk")],
    }


@pytest.mark.parametrize("more", [{}, {"total_seconds": 60}, {"difficulty": "adaptive"}, {"follow_ups": 0}])
def test_it_is_what_preparing_and_starting_give(ada: Membership, more: dict[str, Any]) -> None:
    one_by_one = services.start_session(prepare(ada, {**ASKED, **more}))
    at_once = start_now(ada, {**ASKED, **more})

    assert written(at_once) == written(one_by_one)
    assert Usage.objects.get(meter="interviews", membership=None).used == 2


def test_used_up_it_does_not_begin_and_nothing_of_it_stays(ada: Membership) -> None:
    _use_up(ada)

    with pytest.raises(MeterLimitError):
        start_now(ada, ASKED)

    assert (Session.objects.count(), Event.objects.count()) == (0, 0)


def test_used_up_it_begins_by_what_else_pays(ada: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    _use_up(ada)
    monkeypatch.setattr("apps.interviews.services.paying._buy", lambda *_given, **_pays: Session.PaidBy.TICKET)

    session = start_now(ada, ASKED)

    session.refresh_from_db()
    assert (session.state, session.paid_by) == (Session.State.RUNNING, Session.PaidBy.TICKET)
    assert session.questions.filter(state="open").count() == 1


def test_where_no_answer_could_be_evaluated_nothing_is_counted(ada: Membership, settings: Any, tmp_path: Path) -> None:
    settings.AI_EMBEDDINGS_FOLDER = str(tmp_path)

    with pytest.raises(NoEvaluatorError):
        start_now(ada, ASKED)

    assert (Session.objects.count(), Usage.objects.filter(meter="interviews").count()) == (0, 0)


def test_questions_of_the_own_set_up_are_asked_first(ada: Membership) -> None:
    """The place of each question is the one that it was given."""
    session = start_now(ada, {**ASKED, "number": 4})

    places = list(session.questions.order_by("position").values_list("position", "state"))
    assert places == [(1, "open"), (2, "waiting"), (3, "waiting"), (4, "waiting")]
    assert Setup.from_json(session.setup).number == 4


def _use_up(ada: Membership) -> None:
    allowed = 0
    while allowed < 500:
        try:
            spend(ada.tenant, module="interviews", meter="interviews", key=f"used-{allowed}", member_id=ada.pk)
        except MeterLimitError:
            return
        allowed += 1
    raise AssertionError("there seems to be no limit")
