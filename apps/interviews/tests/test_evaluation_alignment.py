"""The estimate of an answer: what it rewards, what it quotes, and what it lets nobody gain by."""

import io
import json
from collections import defaultdict
from statistics import fmean

import pytest
from django.core.management import CommandError, call_command

from apps.interviews.evaluation.alignment import estimate
from apps.interviews.evaluation.references import points_of
from apps.interviews.evaluation.words import sentences
from apps.interviews.library import Item, all_items
from apps.interviews.tests.attacks import attack_texts, attacks_on

QUESTION = "What is an index of a database, and what does it cost?"
POINTS = (
    "An index is a sorted structure that finds rows by their key without reading the whole table.",
    "Every write has to update the index too, so inserts become slower.",
    "It takes space on disk and in memory.",
)
GOOD = (
    "An index is a sorted tree of keys, so the database finds the rows without a scan of the whole table. "
    "The price is paid by writes: each insert must change the index as well and gets slower. "
    "It also needs additional space on disk."
)


def test_the_points_themselves_are_worth_everything_and_nothing_is_worth_nothing() -> None:
    assert [estimate(QUESTION, POINTS, answer).score for answer in (" ".join(POINTS), "", " \n", "?!")] == [
        100,
        0,
        0,
        0,
    ]


def test_a_better_answer_is_worth_more() -> None:
    half = GOOD.split(". ", maxsplit=1)[0] + "."

    good, some, beside = (
        estimate(QUESTION, POINTS, answer).score
        for answer in (GOOD, half, "I like to work with databases because my colleagues are friendly.")
    )

    assert good >= 95
    assert 30 <= some <= 75
    assert beside == 0


def test_points_that_are_met_are_quoted_word_for_word_and_others_are_missing() -> None:
    answer = "Each insert must change the index as well\nand gets slower. I forgot the rest, sorry!"

    found = estimate(QUESTION, POINTS, answer)

    assert found.matched == (POINTS[1],)
    assert found.missing == (POINTS[0], POINTS[2])
    assert [finding.quote for finding in found.findings if finding.is_matched] == [
        "Each insert must change the index as well"
    ]
    assert all(finding.quote in answer for finding in found.findings)


def test_length_alone_wins_nothing() -> None:
    chatter = (
        "We had many meetings, and everybody in the office was very happy with the lunch that was served on Fridays. "
    )

    assert estimate(QUESTION, POINTS, chatter * 40).score == 0
    assert estimate(QUESTION, POINTS, GOOD + " " + chatter * 10).score <= estimate(QUESTION, POINTS, GOOD).score


def test_the_same_answer_has_the_same_estimate() -> None:
    assert estimate(QUESTION, POINTS, GOOD) == estimate(QUESTION, POINTS, GOOD)


def test_sentences_stand_where_they_stand() -> None:
    text = "  Uses v1.2.3 and x = 3.5; then\n- a bullet!  Really?? yes "

    assert [text[slice(*span)] for span in sentences(text)] == [
        "Uses v1.2.3 and x = 3.5;",
        "then",
        "- a bullet!",
        "Really??",
        "yes",
    ]


def test_a_reference_is_taken_apart_by_sentence_and_clause() -> None:
    assert points_of("It resembles the brain in two ways: it learns from experience. It stores; weights. Yes.") == (
        "It resembles the brain in two ways",
        "it learns from experience. It stores; weights. Yes.",
    )


def scored(monkeypatch: pytest.MonkeyPatch, *lines: str) -> list[dict[str, object]]:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    out = io.StringIO()
    call_command("score_answers", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_the_command_answers_line_by_line_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    line = {"id": 7, "question": QUESTION, "reference": " ".join(POINTS), "answer": " ".join(POINTS)}

    assert scored(monkeypatch, json.dumps(line), "", json.dumps(line | {"id": "b", "answer": ""})) == [
        {"id": 7, "score": 100, "matched": list(POINTS), "missing": []},
        {"id": "b", "score": 0, "matched": [], "missing": list(POINTS)},
    ]


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"id":1,"question":"a","reference":"b","answer":null}'])
def test_the_command_names_the_line_that_it_cannot_read(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    with pytest.raises(CommandError, match=r"^Line 1: "):
        scored(monkeypatch, line)


@pytest.fixture(scope="module")
def attacked() -> list[Item]:
    """Questions of several kinds; some are attacked by every text, and by the model answers of the others."""
    items = [item for item in all_items().values() if item.kind != "multiple-choice"]
    return items[:: len(items) // 4][:4]


def test_who_attacks_wins_nothing(attacked: list[Item]) -> None:
    scores: dict[str, list[int]] = defaultdict(list)
    for item in attacked[:2]:
        points = [point.text for point in item.points]
        for kind, text in attacks_on(item.text, points):
            scores[kind].append(estimate(item.text, points, text).score)
        scores["other"] += [estimate(item.text, points, other.answer).score for other in attacked if other is not item]

    assert {kind: len(found) for kind, found in scores.items()} == {
        **{kind: 2 * len(texts) for kind, texts in attack_texts().items()},
        "other": 6,
    }
    assert max(max(found) for found in scores.values()) <= 50
    assert {kind: fmean(found) for kind, found in scores.items() if fmean(found) > 5} == {}


def test_an_appended_instruction_hardly_gains_anything(attacked: list[Item]) -> None:
    gains = []
    for item in attacked[2:]:
        points = [point.text for point in item.points]
        weak = item.answer.split(". ", maxsplit=1)[0] + "."
        before = estimate(item.text, points, weak).score
        texts = attack_texts()["instruction"]
        gains += [estimate(item.text, points, f"{weak} {text}").score - before for text in texts]

    # Over many questions it is less than one in a hundred, as the benchmark says; here are 56.
    assert sum(gain > 10 for gain in gains) <= 1
    assert max(gains) <= 15
