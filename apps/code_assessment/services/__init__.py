"""Deeds of code assessment: every write, one function each."""

from .assessments import Wanted, archive_assessment, setup_of, write_assessment
from .assigning import Order, assign_assessment, attempts_left, prepare_assigned
from .clock import is_open
from .drafting import save_draft
from .inspecting import ask_for_inspections, decide_likeness, inspect_submission
from .judging import judge_submission
from .own_problems import (
    PROBLEM_DEEDS,
    approve_problem,
    archive_problem,
    check_again,
    check_problem,
    hand_in_problem,
    send_back_problem,
    write_problem,
)
from .practising import give_up, take_hint
from .refusals import BadProblemError
from .rejudging import rejudge, rejudge_problem
from .sitting import (
    Occasion,
    end_if_late,
    end_late_attempt,
    finish_attempt,
    prepare_attempt,
    start_attempt,
    sum_up_attempt,
)
from .submitting import Program, languages_for, require_sandbox, submit
from .trying import run_try_out, try_out_problem

__all__ = [
    "PROBLEM_DEEDS",
    "BadProblemError",
    "Occasion",
    "Order",
    "Program",
    "Wanted",
    "approve_problem",
    "archive_assessment",
    "archive_problem",
    "ask_for_inspections",
    "assign_assessment",
    "attempts_left",
    "check_again",
    "check_problem",
    "decide_likeness",
    "end_if_late",
    "end_late_attempt",
    "finish_attempt",
    "give_up",
    "hand_in_problem",
    "inspect_submission",
    "is_open",
    "judge_submission",
    "languages_for",
    "prepare_assigned",
    "prepare_attempt",
    "rejudge",
    "rejudge_problem",
    "require_sandbox",
    "run_try_out",
    "save_draft",
    "send_back_problem",
    "setup_of",
    "start_attempt",
    "submit",
    "sum_up_attempt",
    "take_hint",
    "try_out_problem",
    "write_assessment",
    "write_problem",
]
