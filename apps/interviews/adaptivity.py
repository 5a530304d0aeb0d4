"""How able somebody is and how hard a question is, on one scale (Elo), and when to practise a skill again.

A few answers do not identify a model of item response theory; an update per answer with a falling weight does well
enough, and the answers are kept so that one can be calibrated later.
"""

from collections.abc import Mapping, Sequence

RATINGS = {"junior": 1000, "mid": 1200, "senior": 1400}
STEP_OF_DIFFICULTY = 50
MIDDLE_DIFFICULTY = 3
SCALE = 400
FASTEST, SLOWEST, FADING = 64.0, 16.0, 8
# Spaced repetition: a good answer doubles the pause, a poor one starts it anew.
GOOD_ENOUGH, WEAK_BELOW = 70, 50
LONGEST_PAUSE_DAYS = 60


def rating_of(level: str, difficulty: int) -> int:
    """How hard a question is: 1000 is a usual one for juniors, 1200 for mid-level, 1400 for seniors."""
    return RATINGS[level] + (difficulty - MIDDLE_DIFFICULTY) * STEP_OF_DIFFICULTY


def difficulty_of(level: str, rating: int) -> int:
    """The difficulty that has this rating on this level."""
    return MIDDLE_DIFFICULTY + round((rating - RATINGS[level]) / STEP_OF_DIFFICULTY)


def expected(ability: float, rating: float) -> float:
    """The share of the points to be expected, 0..1."""
    return float(1 / (1 + 10 ** ((rating - ability) / SCALE)))


def updated(ability: float, rating: float, score: int, attempts: int) -> float:
    """The ability after an answer of that score (0..100), when there were so many before."""
    weight = max(SLOWEST, FASTEST / (1 + attempts / FADING))
    return max(0.0, ability + weight * (score / 100 - expected(ability, rating)))


def ability_for(skills: Sequence[str], abilities: Mapping[str, float], level: str) -> float:
    """The mean over the skills that are known, else what the level suggests."""
    known = [abilities[skill] for skill in skills if skill in abilities]
    return sum(known) / len(known) if known else float(RATINGS[level])


def level_of(ability: float) -> str:
    """The level whose usual question fits the ability best."""
    return min(RATINGS, key=lambda level: abs(RATINGS[level] - ability))


def next_pause(days: int, score: int) -> int:
    """Days until the skill is due again."""
    return min(days * 2, LONGEST_PAUSE_DAYS) if score >= GOOD_ENOUGH else 1
