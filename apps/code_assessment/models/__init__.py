"""The module's tables; they lie in every tenant's schema."""

from .assessments import Assessment, AssignedAssessment
from .attempts import Attempt
from .likeness import Inspection, Likeness
from .problems import Problem
from .progress import ProblemProgress
from .submissions import Draft, Submission

__all__ = [
    "Assessment",
    "AssignedAssessment",
    "Attempt",
    "Draft",
    "Inspection",
    "Likeness",
    "Problem",
    "ProblemProgress",
    "Submission",
]
