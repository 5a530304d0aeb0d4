"""What changes the likeness of two programs and what does not, on the library's own solutions."""

import re
from collections.abc import Callable
from itertools import combinations
from statistics import median, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.code_assessment.inspection import in_box
from apps.code_assessment.library import problems
from apps.code_assessment.library import starter as usual_starter
from apps.code_assessment.similarity import FEWEST, Ranking, Token, fingerprints, passages, resemblance
from apps.code_assessment.similarity.packing import pack_prints, pack_tokens, unpack_tokens, unpack_values
from apps.code_assessment.similarity.winnowing import RUN, WINDOW, mark_given

LANGUAGES = ("python", "javascript", "java")
COMMENTS = {"python": "# a remark", "javascript": "// a remark", "java": "// a remark"}


def tokens(language: str, text: str, given_text: str = "") -> list[Token]:
    own = [Token(*one) for one in in_box.tokens(language, text)]
    theirs = [Token(*one) for one in in_box.tokens(language, given_text)] if given_text else []
    return mark_given(own, text, theirs, given_text)


def prints(language: str, text: str, given_text: str = "") -> frozenset[int]:
    return frozenset(one.value for one in fingerprints(tokens(language, text, given_text)))


def solutions(language: str) -> dict[str, str]:
    return {slug: one.solution(language) for slug, one in problems().items() if language in one.reference_languages}


def renamed(language: str, text: str) -> str:
    """Every name another one; attributes and names of the language's own too, as nothing here is run."""
    kinds = [one for one in tokens(language, text) if one.kind == "name"]
    for one in reversed(kinds):
        name = text[one.start : one.end]
        text = f"{text[: one.start]}q{sum(map(ord, name))}_{len(name)}{text[one.end :]}"
    return text


def remarked(language: str, text: str) -> str:
    return "\n".join(f"{line}  {COMMENTS[language]}" for line in text.split("\n"))


def spaced(language: str, text: str) -> str:
    return re.sub(r" (=|\+|<|>|==) ", r"  \1  ", text.replace("\n", "\n\n"))


@pytest.mark.parametrize("change", [renamed, remarked, spaced])
@pytest.mark.parametrize("language", LANGUAGES)
def test_names_remarks_and_layout_do_not_count(language: str, change: Callable[[str, str], str]) -> None:
    for slug, text in list(solutions(language).items())[:12]:
        before = prints(language, text)
        if len(before) >= FEWEST:
            assert (slug, resemblance(before, prints(language, change(language, text)))) == (slug, 1.0)


def test_functions_in_another_order_are_the_same_but_for_where_they_meet() -> None:
    parts = [
        f"def part_{number}(values):\n    total = {number}\n    for one in values:\n{body}    return total\n"
        for number, body in enumerate(
            (
                "        if one % 2:\n            total += one * one\n        else:\n            total -= one\n",
                "        while one > 0 and total < 900:\n            total, one = total * 2, one - 3\n",
                "        try:\n            total += int(one)\n        except ValueError:\n            continue\n",
                "        total = max(total, len(one), sum(ord(sign) for sign in one if sign.isalpha()))\n",
            )
        )
    ]

    found = resemblance(prints("python", "\n".join(parts)), prints("python", "\n".join(reversed(parts))))

    assert 0.6 < found < 1


def test_what_is_added_around_a_program_does_not_hide_it() -> None:
    text = solutions("python")["warehouse-robot-route"]
    other = solutions("python")["best-paid-assignments"]

    assert resemblance(prints("python", text), prints("python", f"{text}\n\n{other}")) > 0.9


@pytest.mark.parametrize("language", LANGUAGES)
def test_solutions_of_different_problems_stay_far_below_variants_of_one(language: str) -> None:
    known = {slug: prints(language, text) for slug, text in solutions(language).items()}
    long_enough = [one for one in known.values() if len(one) >= FEWEST]

    unrelated = [resemblance(one, other) for one, other in combinations(long_enough, 2)]

    assert len(long_enough) > 55
    assert (median(unrelated) <= 0.05, quantiles(unrelated, n=100)[98] < 0.3, max(unrelated) < 0.6) == (True,) * 3


def test_wrong_variants_of_a_solution_are_found_alike() -> None:
    found = []
    for slug, solution in solutions("python").items():
        own = prints("python", solution)
        for file in sorted((problems()[slug].folder / "wrong").glob("*.py")):
            wrong = prints("python", file.read_text(encoding="utf-8"))
            if min(len(own), len(wrong)) >= FEWEST:
                found.append(resemblance(own, wrong))
    assert (len(found) > 150, median(found) > 0.7) == (True, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_starter_code_leaves_no_fingerprint(language: str) -> None:
    for problem in list(problems().values())[:20]:
        given_text = usual_starter(problem.signature, language)
        assert prints(language, given_text, given_text) == frozenset()


def test_given_code_is_no_likeness_and_what_was_written_in_it_is() -> None:
    given_text = "\n".join(
        f"def given_{number}(a, b):\n    return a * {number} + b[{number}] - a\n" for number in range(9)
    )
    one, other = solutions("python")["warehouse-robot-route"], solutions("python")["best-paid-assignments"]

    with_it = resemblance(prints("python", given_text + one), prints("python", given_text + other))
    without = resemblance(
        prints("python", given_text + one, given_text), prints("python", given_text + other, given_text)
    )

    assert with_it > 0.2 > without
    assert without == resemblance(prints("python", one), prints("python", other))


def test_a_family_of_languages_is_compared() -> None:
    script = "function f(a, b) { let c = 0; for (const d of a) { if (d > b) { c += d * b; } } return c; }\n" * 3
    typed = script.replace("(a, b)", "(a: number[], b: number): number").replace("let c =", "let c: number =")

    assert resemblance(prints("javascript", script), prints("typescript", typed)) == 1.0


KINDS = st.text("abcdefgh", max_size=60)


def told(kinds: str) -> list[Token]:
    return [Token(kind, 2 * number, 2 * number + 1) for number, kind in enumerate(kinds)]


@given(KINDS, KINDS, st.text("abcdefgh", min_size=RUN + WINDOW - 1, max_size=30))
def test_a_shared_passage_of_guaranteed_length_is_always_found(before: str, after: str, shared: str) -> None:
    one, other = told(before + shared), told(shared + after)

    assert {item.value for item in fingerprints(one)} & {item.value for item in fingerprints(other)}
    assert sum(item.length for item in passages(one, other)) >= RUN


@given(KINDS, KINDS)
def test_passages_are_equal_on_both_sides_and_never_overlap(one: str, other: str) -> None:
    left: list[int] = []
    right: list[int] = []
    for found in passages(told(one), told(other)):
        assert one[found.first : found.first + found.length] == other[found.other : found.other + found.length]
        left += range(found.first, found.first + found.length)
        right += range(found.other, found.other + found.length)
    assert (len(set(left)), len(set(right))) == (len(left), len(right))


@given(KINDS)
def test_what_is_packed_comes_back(kinds: str) -> None:
    found = fingerprints(told(kinds))

    assert unpack_values(pack_prints(found)) == {one.value for one in found}
    assert unpack_tokens(pack_tokens(told(kinds))) == told(kinds)


def test_a_pair_stands_out_among_those_of_its_own_problem() -> None:
    """Where all solutions are alike, being alike says nothing."""
    various = Ranking([0.1, 0.15, 0.2, 0.12, 0.18] * 10)
    uniform = Ranking([0.7, 0.75, 0.8, 0.72, 0.78] * 10)

    assert [various.standing(value).stands_out for value in (0.3, 0.6)] == [False, True]
    assert [uniform.standing(value).stands_out for value in (0.8, 0.9, 1.0)] == [False, False, True]
    assert various.standing(0.6).percentile == 100
    few = Ranking([0.1, 0.2]).standing(0.7)
    assert (few.percentile, few.distance, few.stands_out) == (None, None, False)
    assert Ranking([]).standing(0.8).stands_out


def test_deep_nesting_is_no_reason_to_fall() -> None:
    found = in_box.tokens("python", "x = " + "(" * 5_000 + "1" + ")" * 5_000)

    assert [kind for kind, _start, _end in found][:2] == ["name", "="]


def test_places_are_counted_in_characters() -> None:
    text = "grüße = 'ß'  # ü\nwörter = grüße\n"

    assert [text[start:end] for _kind, start, end in in_box.tokens("python", text)] == [
        *("grüße", "=", "'ß'"),
        *("wörter", "=", "grüße"),
    ]
