"""The taggers of job postings: what is measured, that training repeats itself, and what the shipped models reach."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from apps.cv_analysis.parsing.postings import tagger
from apps.cv_analysis.parsing.postings.lexicon import FOLDER, Lexicon, pack, phrase_list, unpack
from apps.cv_analysis.parsing.postings.scoring import FIELDS, Score, field_scores, read_labelled
from apps.cv_analysis.parsing.postings.tagger import Chance, TokenSpan, best_spans, candidates_of
from apps.cv_analysis.parsing.postings.training import finer_tags, spans_in

POSTINGS = Path(__file__).parent / "postings"
SENTENCES = (
    ("Experience with Docker and Python .", "O O O O O O", "O O B O B O"),
    ("You will write clean code .", "O O B I I O", "O O O O O O"),
    ("Requirements", "O", "O"),
    ("Good knowledge of Java is a plus .", "O O O O O O O O", "O O O B O O O O"),
)


@pytest.fixture
def labelled_folder(tmp_path: Path) -> Path:
    """Nine postings of four sentences each, as train.json and dev.json."""
    rows = [
        {
            "idx": number,
            "source": "tech",
            "tokens": text.split(),
            "tags_skill": skill.split(),
            "tags_knowledge": knowledge.split(),
        }
        for number in range(9)
        for text, skill, knowledge in SENTENCES
    ]
    for name, part in (("train.json", rows[:24]), ("dev.json", rows[24:])):
        (tmp_path / name).write_text("\n".join(map(json.dumps, part)), encoding="utf-8")
    return tmp_path


def test_training_gives_the_same_models_again(
    labelled_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tagger, "FOLDER", tmp_path)
    call_command("train_job_model", data=labelled_folder, stdout=io.StringIO())
    names = sorted(file.name for file in tmp_path.glob("*.xz"))

    call_command("train_job_model", data=labelled_folder, check=True, stdout=io.StringIO())

    assert names == ["knowledge-judge.crf.xz", "knowledge.crf.xz", "skill-judge.crf.xz", "skill.crf.xz"]


def test_a_model_that_the_data_does_not_give_is_named(
    labelled_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tagger, "FOLDER", tmp_path)

    with pytest.raises(CommandError, match=r"^skill\.crf\.xz is not what this data gives"):
        call_command("train_job_model", data=labelled_folder, check=True, stdout=io.StringIO())


@pytest.mark.parametrize(("command", "options"), [("score_jobs", {}), ("train_job_model", {"evaluate": True})])
def test_measuring_prints_a_line_for_each_kind(labelled_folder: Path, command: str, options: dict[str, bool]) -> None:
    out = io.StringIO()

    call_command(command, data=labelled_folder, stdout=out, **options)

    assert [line.split()[0] for line in out.getvalue().splitlines()] == ["spans", "skill", "knowledge", "both"]


@pytest.mark.parametrize("command", ["score_jobs", "train_job_model"])
def test_a_folder_without_data_is_named(tmp_path: Path, command: str) -> None:
    with pytest.raises(CommandError, match=r"^Not found: .*train\.json"):
        call_command(command, data=tmp_path)


def test_tags_tell_spans_and_where_they_end() -> None:
    tags = "O B I I B O B".split()

    assert finer_tags(tags) == "O B I E S O S".split()
    assert spans_in(tags) == {(1, 4), (4, 5), (6, 7)}


def test_a_candidate_is_as_likely_as_its_begin_its_way_and_its_end() -> None:
    chances = [Chance(0.8, 0.0), Chance(0.1, 0.4), Chance(0.0, 0.0)]

    found = {(span.first, span.last): round(span.probability, 3) for span in candidates_of(chances, 0.05)}

    assert found == {(0, 1): 0.4, (0, 2): 0.4, (1, 2): 0.1}


def test_spans_that_overlap_are_chosen_by_what_they_are_worth_together() -> None:
    whole, left, right = TokenSpan(0, 4, 0.5), TokenSpan(0, 2, 0.4), TokenSpan(2, 4, 0.4)

    assert best_spans([whole, left, right], 0.2) == [left, right]
    assert best_spans([whole, left], 0.2) == [whole]


def test_the_lexicon_marks_the_longest_phrase_and_survives_packing() -> None:
    lists = {"T": phrase_list(["java", "spring boot", "spring"]), "places": phrase_list(["leeds"])}
    words = "java or spring boot in leeds".split()

    assert unpack(pack(lists)).marks(words) == [["TB1"], [], ["TB2"], ["TI2"], [], []]
    assert Lexicon(lists).marks(words) == unpack(pack(lists)).marks(words)


def test_scores_count_what_is_right_found_and_wanted() -> None:
    score = Score()
    score.add({(0, 1), (2, 3)}, {(0, 1), (4, 5), (6, 7)})

    assert (score.precision, round(score.recall, 3), score.f1) == (0.5, 0.333, 0.4)


def test_models_and_lists_stay_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) <= 3_500_000


def test_the_postings_that_rules_were_written_by_are_read_without_a_mistake() -> None:
    scores = field_scores(read_labelled(POSTINGS / "tuned.jsonl"))

    assert {name: scores[name].f1 for name in FIELDS} == dict.fromkeys(FIELDS, 1.0)


def test_postings_whose_skills_nobody_tuned_by_are_read_nearly_as_well() -> None:
    scores = field_scores(read_labelled(POSTINGS / "untouched.jsonl"))

    assert {name: score.f1 for name, score in scores.items() if score.f1 < (0.9 if name in FIELDS else 0.6)} == {}
