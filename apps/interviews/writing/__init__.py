"""Questions written by a language model: what is asked of it, and what of its answer is taken. No database."""

from .asking import FEATURE, PROMPT, Brief, Found, write
from .checking import Judged, judged

__all__ = ["FEATURE", "PROMPT", "Brief", "Found", "Judged", "judged", "write"]
