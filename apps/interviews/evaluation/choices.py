"""Multiple choice is scored exactly; nothing is estimated.

Each right choice taken wins its share, each wrong one taken loses as much, and nobody falls below zero. So taking all
choices of a question with as many wrong as right ones is worth nothing.
"""

from collections.abc import Sequence

from .model import Asked, Criterion, Evaluation, Note
from .quotes import plain

ALGORITHM = "choices-1"


def chosen(choices: Sequence[tuple[str, bool]], answer: str) -> tuple[str, ...]:
    """The choices whose texts are lines of the answer."""
    lines = {plain(line) for line in answer.splitlines()}
    return tuple(text for text, _is_right in choices if plain(text) in lines)


def evaluate_choices(asked: Asked, answer: str) -> Evaluation:
    taken = chosen(asked.choices, answer)
    right = [text for text, is_right in asked.choices if is_right]
    hits = [text for text in taken if text in right]
    wrong = [text for text in taken if text not in right]
    left_out = [text for text in right if text not in taken]
    points = round(100 * max(0, len(hits) - len(wrong)) / len(right)) if right else 0
    said = {"right": str(len(hits)), "all": str(len(right)), "wrong": str(len(wrong))}
    criteria = tuple(
        Criterion(name, weight, points, (Note("choices", said),), tuple(hits))
        if name == "accuracy"
        else Criterion(name, weight, None)
        for name, weight in asked.weights.items()
    )
    return Evaluation(
        score=points,
        correctness=points,
        criteria=criteria,
        strengths=tuple(Note("choice_right", {"choice": text}) for text in hits),
        improvements=(
            *(Note("choice_wrong", {"choice": text}) for text in wrong),
            *(Note("choice_left_out", {"choice": text}) for text in left_out),
        ),
        algorithm=ALGORITHM,
        is_estimate=False,
    )
