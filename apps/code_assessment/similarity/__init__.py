"""How alike two programs are: fingerprints of their tokens, the passages they share, and how unusual that is."""

from .passages import Passage, passages
from .ranking import Ranking, Standing
from .winnowing import FEWEST, Print, Token, fingerprints, resemblance

VERSION = "winnowing-1"

__all__ = [
    "FEWEST",
    "VERSION",
    "Passage",
    "Print",
    "Ranking",
    "Standing",
    "Token",
    "fingerprints",
    "passages",
    "resemblance",
]
