"""What the coach is told: all of a usual interview, a stated part of a long one, never more than there is room for."""

import pytest

from apps.ai.base import estimated_tokens
from apps.interviews.coaching.answers import Citation, CoachSaid, checked
from apps.interviews.coaching.material import MOST_TOKENS, MOST_TOKENS_OF_TALK, LeftOut, Material, Told
from apps.interviews.evaluation.quotes import as_it_stands

SENTENCE = "I measured the slow query and added an index on the date. "


def told(number: int, *, characters: int = 600, score: int = 50, letter: str = "") -> Told:
    answer = letter * characters if letter else (SENTENCE * (characters // len(SENTENCE) + 1))[:characters]
    return Told(
        number=number,
        question=f"Question {number}: what did you do?",
        score=score,
        facts=("Open question", f"{score} of 100"),
        answer=answer,
        made=("It names the index.",),
        missing=("It says what writes cost.",),
        feedback=("It names figures.",),
        model_answer=f"Model answer {number}. " * 20,
    )


def material(*questions: Told) -> Material:
    return Material("An interview", questions, frozenset({50}))


@pytest.mark.parametrize(
    ("questions", "characters", "left_out", "longest"),
    [
        (10, 900, LeftOut.NOTHING, None),
        (15, 1600, LeftOut.MODEL_ANSWERS, None),
        (15, 6000, LeftOut.ENDS_OF_ANSWERS, 1000),
        (45, 3000, LeftOut.BEST_ANSWERS, 500),
    ],
)
def test_a_long_interview_is_shortened_alike_for_all_questions_and_says_how(
    questions: int, characters: int, left_out: LeftOut, longest: int | None
) -> None:
    rows = [told(number, characters=characters, score=number) for number in range(1, questions + 1)]

    data, found = material(*rows).data([], "What first?")

    assert (found, data["Asked now"], data["Interview"]) == (left_out, "What first?", "An interview")
    parts = {name: text for name, text in data.items() if name.startswith("Question ")}
    assert len(parts) == questions
    assert sum(estimated_tokens(text) for text in parts.values()) <= MOST_TOKENS
    assert ("Model answer" in parts["Question 1"]) is (left_out is LeftOut.NOTHING)
    if left_out is LeftOut.BEST_ANSWERS:
        # The lowest score comes in, the best is named only.
        assert ("Answer: " in parts["Question 1"], "Answer: " in parts["Question 45"]) == (True, False)
        assert "45 of 100" in parts["Question 45"]
    shown = parts["Question 1"].split("Answer: ")[1].split("\nModel answer")[0]
    assert shown == (rows[0].answer if longest is None else f"{rows[0].answer[:longest].rstrip()} […]")


def test_whatever_the_script_there_is_never_more_than_there_is_room_for() -> None:
    rows = [told(number, characters=20_000, letter="語") for number in range(1, 46)]
    rows = [
        Told(**{**{name: getattr(one, name) for name in one.__dataclass_fields__}, "question": "問" * 2000})
        for one in rows
    ]

    data, found = material(*rows).data([], "?")

    assert found is LeftOut.BEST_ANSWERS
    assert sum(estimated_tokens(text) for name, text in data.items() if name.startswith("Question ")) <= MOST_TOKENS


def test_of_a_long_talk_the_last_turns_are_told_the_oldest_of_them_first() -> None:
    talk = [(f"Question {number}?", "An answer of the coach. " * 60) for number in range(30)]

    spoken = material(told(1)).data(talk, "?")[0]["Talk so far"]

    numbers = [int(part.split()[2].rstrip("?")) for part in spoken.split("\n\n")]
    assert numbers == list(range(30 - len(numbers), 30))
    assert 1 < len(numbers) < 30
    assert estimated_tokens(spoken) <= MOST_TOKENS_OF_TALK
    assert "Talk so far" not in material(told(1)).data([], "?")[0]


def test_a_passage_beyond_the_beginning_that_was_told_is_still_true() -> None:
    long = told(1, characters=60_000)

    found = checked(
        CoachSaid(text="So.", citations=[Citation(question=1, source="answer", passage=long.answer[-40:])]),
        material(long),
    )

    assert (len(found.citations), found.dropped) == (1, 0)


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("AN  INDEX on\nthe “date”", 'an index on the "date"'),
        ("…the slow-query…", "the slow\u2013query"),
        ("not in there", "not in there"),
    ],
)
def test_a_passage_is_shown_as_it_stands(quote: str, stands: str) -> None:
    assert as_it_stands(quote, 'I put an index on the "date" for the slow\u2013query.') == stands


def test_a_passage_is_cited_once_however_often_it_is_named() -> None:
    twice = [Citation(question=1, source="point", passage="It names the index.") for _time in range(9)]

    found = checked(CoachSaid(text="Fine", citations=twice), material(told(1)))

    assert ([one.passage for one in found.citations], found.dropped) == (["It names the index."], 0)
