"""The module's tables; they lie in every tenant's schema."""

from .assigning import AssignedInterview
from .bank import OwnQuestion, QuestionMark, QuestionSet
from .coaching import CoachTurn
from .describing import SelfDescription
from .practice import SkillProgress
from .sessions import Event, Question, Session
from .sharing import ReportLink
from .templates import Template
from .writing import WritingOrder

__all__ = [
    "AssignedInterview",
    "CoachTurn",
    "Event",
    "OwnQuestion",
    "Question",
    "QuestionMark",
    "QuestionSet",
    "ReportLink",
    "SelfDescription",
    "Session",
    "SkillProgress",
    "Template",
    "WritingOrder",
]
