"""The module's tables; they lie in every tenant's schema."""

from .practice import SkillProgress
from .sessions import Event, Question, Session
from .templates import Template

__all__ = ["Event", "Question", "Session", "SkillProgress", "Template"]
