"""Deeds of interviews: every write, one function each."""

from .answering import (
    abandon_session,
    complete_session,
    next_question,
    pause_session,
    resume_session,
    save_draft,
    skip_question,
    submit_answer,
    take_hint,
    time_out,
    time_out_session,
)
from .assigning import Order, ask_for_another_way, assign_interview, attempts_left, prepare_assigned
from .coaching import answer_coach, ask_coach, ask_coach_again, may_ask_coach, turns_left
from .describing import describe_oneself, description_of, may_describe, note_export
from .erasing import delete_sessions, erase_interviews_of, erase_practice_of
from .evaluating import evaluate_answer, finish_session
from .ordering import order_drafts
from .preparing import (
    Occasion,
    begin_practice,
    delete_session,
    order_questions,
    prepare_session,
    replace_question,
    start_session,
)
from .reviewing import review_answer
from .sharing import count_view, revoke_link, share_report, shared_link
from .writing import keep_question, write_questions

__all__ = [
    "Occasion",
    "Order",
    "abandon_session",
    "answer_coach",
    "ask_coach",
    "ask_coach_again",
    "ask_for_another_way",
    "assign_interview",
    "attempts_left",
    "begin_practice",
    "complete_session",
    "count_view",
    "delete_session",
    "delete_sessions",
    "describe_oneself",
    "description_of",
    "erase_interviews_of",
    "erase_practice_of",
    "evaluate_answer",
    "finish_session",
    "keep_question",
    "may_ask_coach",
    "may_describe",
    "next_question",
    "note_export",
    "order_drafts",
    "order_questions",
    "pause_session",
    "prepare_assigned",
    "prepare_session",
    "replace_question",
    "resume_session",
    "review_answer",
    "revoke_link",
    "save_draft",
    "share_report",
    "shared_link",
    "skip_question",
    "start_session",
    "submit_answer",
    "take_hint",
    "time_out",
    "time_out_session",
    "turns_left",
    "write_questions",
]
