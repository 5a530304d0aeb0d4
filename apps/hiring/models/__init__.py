"""Jobs, candidates, applications, and what modules found out; all in the tenant's schema."""

from apps.hiring.models.applications import GAP, Application, StageChange
from apps.hiring.models.candidates import Candidate, CandidateQuerySet, Note, PossibleDouble
from apps.hiring.models.findings import Assignment, Match, Result, ResultQuerySet
from apps.hiring.models.jobs import (
    SCORED,
    WEIGHTS,
    Education,
    Job,
    JobQuerySet,
    JobSkill,
    Seniority,
    Stage,
    Workplace,
)

__all__ = [
    "GAP",
    "SCORED",
    "WEIGHTS",
    "Application",
    "Assignment",
    "Candidate",
    "CandidateQuerySet",
    "Education",
    "Job",
    "JobQuerySet",
    "JobSkill",
    "Match",
    "Note",
    "PossibleDouble",
    "Result",
    "ResultQuerySet",
    "Seniority",
    "Stage",
    "StageChange",
    "Workplace",
]
