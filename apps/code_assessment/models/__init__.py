"""The module's tables; they lie in every tenant's schema."""

from .assessments import Assessment, AssignedAssessment
from .attempts import Attempt
from .problems import Problem
from .progress import ProblemProgress
from .submissions import Draft, Submission

__all__ = [
    "Assessment",
    "AssignedAssessment",
    "Attempt",
    "Draft",
    "Problem",
    "ProblemProgress",
    "Submission",
]
