"""The problem library: what every problem must have, and the mistakes that its reader names."""

import json
import shutil
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apps.code_assessment.library import (
    CATEGORIES,
    DIFFICULTIES,
    LANGUAGES,
    LibraryError,
    problem,
    problems,
    read_problem,
    version,
)
from apps.code_assessment.library import reading as reading_module

ALL = problems()
SLOWEST_READING_SECONDS = 0.1
EACH = pytest.mark.parametrize("slug", list(ALL))
Change = Callable[[dict[str, Any]], object]


def programs_of(slug: str) -> list[str]:
    """Every Python program of the problem by its name in the folder."""
    return sorted(path.relative_to(ALL[slug].folder).as_posix() for path in ALL[slug].folder.rglob("*.py"))


def test_library_is_as_large_as_promised() -> None:
    difficulties = Counter(one.difficulty for one in ALL.values())
    kinds = Counter(one.kind for one in ALL.values())

    assert len(ALL) >= 60
    assert {one.category for one in ALL.values()} == set(CATEGORIES)
    assert len(CATEGORIES) >= 15
    assert min(Counter(one.category for one in ALL.values()).values()) >= 3
    assert {name: difficulties[name] >= 14 for name in DIFFICULTIES} == dict.fromkeys(DIFFICULTIES, True)
    assert min(kinds["function"], kinds["program"]) >= 15


@pytest.mark.parametrize("attribute", ["title", "statement", "editorial"])
def test_no_two_problems_say_the_same(attribute: str) -> None:
    counts = Counter(getattr(one, attribute) for one in ALL.values())

    assert [text for text, count in counts.items() if count > 1] == []


def test_reading_all_problems_is_quick() -> None:
    def seconds() -> float:
        began = time.process_time()
        for one in ALL.values():
            read_problem(one.folder)
        return time.process_time() - began

    assert min(seconds() for _ in range(3)) < SLOWEST_READING_SECONDS


def test_a_problem_is_found_by_its_slug() -> None:
    found = problem("longest-quiet-streak")

    assert found is not None
    assert (found.title, found.kind, found.solution_file("java")) == (
        "Longest quiet streak",
        "function",
        "Solution.java",
    )
    assert found.examples[0].input == "incidents = [0, 3, 1, 0, 1, 5]\nlimit = 1"
    assert found.examples[0].output == "3\n"
    assert problem("no-such-problem") is None


@EACH
def test_samples_are_what_the_statement_shows(slug: str) -> None:
    one = ALL[slug]

    assert len(one.samples) >= 2
    assert [example.test for example in one.examples] == [test.name for test in one.samples]
    assert [example.output for example in one.examples] == [test.expected for test in one.samples]


@EACH
def test_ten_tests_share_a_hundred_points(slug: str) -> None:
    everything = ALL[slug].all_tests

    assert len(everything) >= 10
    assert sum(test.points for test in everything) == 100
    assert {"samples", "edges"} < {test.group for test in everything}


@EACH
def test_every_program_of_the_folder_is_python_and_has_its_place(slug: str) -> None:
    one = ALL[slug]
    named = {f"wrong/{name}" for name in one.wrong} | {"validate.py"}
    named |= {f"solutions/{one.solution_file(language)}" for language in one.reference_languages}
    named |= {"generator.py"} if one.generated else set()
    named |= {name for name in (one.checker.program, one.interactor) if name}
    python = {name for name in named if name.endswith(".py")}

    assert set(programs_of(slug)) == python
    for name in python:
        compile(one.source(name), name, "exec", dont_inherit=True)


@EACH
def test_wrong_solutions_differ_from_the_reference_and_from_each_other(slug: str) -> None:
    one = ALL[slug]
    sources = [one.solution(one.reference_languages[0]), *(one.source(f"wrong/{name}") for name in one.wrong)]

    assert len(sources) >= 3
    assert len(set(sources)) == len(sources)


@EACH
def test_starters_are_ready_for_writing(slug: str) -> None:
    one = ALL[slug]
    starters = {language: one.starter(language) for language in one.languages or LANGUAGES}

    compile(starters.get("python", ""), "starter", "exec", dont_inherit=True)
    assert all(text.endswith("\n") for text in starters.values())
    if one.signature is not None:
        head = starters["python"].splitlines()[0]
        assert head in one.solution("python")
        name = one.signature.name.split("_")[0]
        assert [name in starters[language] for language in LANGUAGES] == [True] * len(LANGUAGES)


@EACH
def test_references_are_written_in_every_language(slug: str) -> None:
    one = ALL[slug]

    assert [name for name in one.reference_languages if not one.solution(name).strip()] == []
    assert set(one.reference_languages) >= ({"python", "javascript", "java"} if not one.languages else {"sql"})


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    folder = tmp_path / "longest-quiet-streak"
    shutil.copytree(ALL["longest-quiet-streak"].folder, folder)
    return folder


def changed(folder: Path, change: Change) -> None:
    path = folder / "problem.json"
    given = json.loads(path.read_text())
    change(given)
    path.write_text(json.dumps(given))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda given: given.pop("title"), "KeyError('title') is missing or of the wrong kind"),
        (lambda given: given.update(category="puzzles"), "puzzles is no category"),
        (lambda given: given.update(difficulty="extreme"), "extreme is no difficulty"),
        (lambda given: given.update(checker="close"), "'close' is no checker"),
        (lambda given: given.update(checker={"float": 1e-6}), "functions that give fractions, and only they"),
        (lambda given: given["tests"][3].update(points=99), "the points do not sum to 100"),
        (lambda given: given["tests"][3].update(sample=True), "samples, and only they"),
        (lambda given: given["tests"][3].update(name="sample-1"), "the name of a test stands twice"),
        (lambda given: given["tests"][0].update(stdin='["x",1]\n'), "the arguments of the test sample-1 do not fit"),
        (lambda given: given["tests"][0].update(expected='"3"\n'), "the answer of the test sample-1 does not fit"),
        (lambda given: given["tests"][0].update(expected=" 3\n"), "the answer of the test sample-1 is not canonical"),
        (lambda given: given["tests"][0].update(stdin="[\n"), "the test sample-1 shows no arguments"),
        (lambda given: given["tests"][0].update(stdin="[[1]]\n"), "the test sample-1 shows no arguments"),
        (lambda given: given["tests"][2].update(stdin="[\n"), "the test no-days is no JSON"),
        (lambda given: given["examples"].pop(), "the examples are not the samples"),
        (lambda given: given["examples"][0].update(test="x"), "the example 'x' is no test"),
        (lambda given: given["wrong"].update({"absent.py": "WA"}), "wrong/absent.py is missing"),
        (lambda given: given["wrong"].update({"strict-limit.py": "AC"}), "a verdict that does not exist"),
        (lambda given: given["signature"].update(returns="set[int]"), "'set[int]' is no type"),
        (lambda given: given["signature"].update(name="QuietStreak"), "'QuietStreak' is not in snake case"),
        (lambda given: given.update(hints=["Only one."]), "give two or three hints"),
        (lambda given: given["constraints"].append("See <b>above</b>."), "a text has HTML in it"),
        (lambda given: given.update(partial_groups=["large"]), "the group large has too few tests to give a part"),
        (
            lambda given: [
                one.update(stdin=f"[[{n}],0]\n", expected="7\n") for n, one in enumerate(given["tests"][2:])
            ],
            "points of edges",
        ),
        (lambda given: given["limits"].update(wall_ms=1), "the limits contradict each other"),
    ],
)
def test_a_mistake_is_named(copied: Path, change: Change, words: str) -> None:
    changed(copied, change)

    with pytest.raises(LibraryError) as caught:
        read_problem(copied)

    assert str(caught.value).startswith("longest-quiet-streak: ")
    assert words in str(caught.value)


@pytest.mark.parametrize("name", ["problem.json", "statement.md", "generator.py", "solutions/solution.js"])
def test_a_missing_file_is_named(copied: Path, name: str) -> None:
    (copied / name).unlink()

    with pytest.raises(LibraryError, match=name):
        read_problem(copied)


def test_version_changes_with_every_file(tmp_path: Path, copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_module, "FOLDER", tmp_path)
    whole = version.__wrapped__
    first = whole()
    (copied / "__pycache__").mkdir()
    (copied / "__pycache__" / "generator.pyc").write_bytes(b"x")
    again = whole()
    (copied / "wrong" / "strict-limit.py").write_text("pass\n")

    assert first == again
    assert whole() != first


def test_own_starter_of_a_problem_comes_before_the_generated_one(copied: Path) -> None:
    (copied / "starter").mkdir()
    (copied / "starter" / "solution.py").write_text("# Begin here.\n")
    one = read_problem(copied)

    assert one.starter("python") == "# Begin here.\n"
    assert one.starter("javascript").startswith("/**\n * @param {number[]} incidents\n * @param {number} limit\n")
