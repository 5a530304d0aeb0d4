"""Deeds for the demo company: an interview that somebody held to practise, evaluated like any other."""

import re

from apps.accounts.models import Membership
from apps.interviews import services
from apps.interviews.configuration import Setup
from apps.interviews.models import Question
from apps.interviews.setting_up import title_of

# How many sentences of a good answer are said, and how sure of it the person is, question by question.
SAID = ((3, 4), (1, 5), (2, 2), (0, 1), (4, 3))
SENTENCE = re.compile(r"(?<=[.!?])\s+")


def fill_demo(owner: Membership) -> None:
    """The owner tries the module before the company's candidates do: good, short and skipped answers."""
    setup = Setup(role="backend", level="junior", kind="mixed", number=len(SAID), follow_ups=0, feedback="end")
    session = services.start_session(services.prepare_session(owner, setup, title=title_of(setup)))
    for sentences, confidence in SAID:
        question = session.questions.filter(state=Question.State.OPEN).first()
        if question is None:
            break
        if not sentences:
            services.skip_question(session, question_id=question.pk)
            continue
        text = " ".join(SENTENCE.split(question.asked["answer"])[:sentences])
        if question.kind == "multiple-choice":
            text = question.asked["choices"][0][0]
        services.submit_answer(session, question_id=question.pk, text=text, confidence=confidence)
        services.next_question(session)
    services.complete_session(session)
