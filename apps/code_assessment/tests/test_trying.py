"""Problems tried as they are typed, with functions and generators: the real sandbox, and nothing saved."""

import html
import re

import pytest

from apps.accounts.models import Membership
from apps.code_assessment import services, try_outs
from apps.code_assessment.models import Problem
from apps.code_assessment.services.refusals import TooManyOpenError
from apps.code_assessment.tests.conftest import FUNCTION, Run, content
from apps.code_assessment.tests.test_own_problems import problem_form
from apps.core.scope import scope
from tests.people import SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_acme", "module")]
BASE = "/t/acme/code-assessment/problems"
SIGNATURE = "longest_streak(visits: list[int], names: dict[str, int]) -> int"
DOUBLE = "def longest_streak(visits, names):\n    return 2 * len(visits)\n"


def _id_of(page: str) -> str:
    found = re.search(r"try-out/\?id=([0-9a-f-]+)", page)
    assert found is not None
    return found[1]


def test_what_is_typed_is_tried_without_saving_and_says_what_came_of_each_test(
    ada: Membership, ben: Membership, signed_in: SignedIn, run_queued: Run
) -> None:
    client = signed_in(ada)
    typed = problem_form(title="", statement="", **{"form-0-name": "small", "form-1-expected": "24"})

    begun = client.post(f"{BASE}/try-out/", typed).text
    address = f"{BASE}/try-out/?id={_id_of(begun)}"
    assert "0 of 2 tests" in begun
    assert "hx-get" in client.get(address).text
    run_queued()

    page = html.unescape(client.get(address).text)
    assert "hx-get" not in page
    assert [page.count(words) for words in ("small", "Accepted", "Nothing is saved yet.")] == [1, 1, 1]
    assert 'data-announce="Wrong answer"' in page
    # The hidden test is the writer's own, and what was written instead of its answer is shown.
    assert [f"<mark>{answer}</mark>" in page for answer in (24, 23)] == [True, True]
    assert "forgotten" in signed_in(ben).get(address).text
    with scope(ada.tenant):
        assert Problem.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reference": ""}, "Reference solution: This field is required."),
        ({"cpu_ms": "5"}, "greater than or equal to 10"),
        ({"signature": "f(a: set[int]) -> int"}, "'set[int]' is no type"),
        ({"signature": "f(a) => int"}, "is not written as name(parameter: type, …) -> type"),
        ({"signature": "f(a: int) -> int"}, "The input of the test “test-1” is no JSON array"),
        ({"generated-0-args": "5 'x"}, "Look at the generated tests"),
        ({"generated-0-args": "5"}, "The generator is missing."),
    ],
)
def test_what_cannot_be_tried_says_why(
    ada: Membership, signed_in: SignedIn, changes: dict[str, str], words: str
) -> None:
    page = html.unescape(signed_in(ada).post(f"{BASE}/try-out/", problem_form(**changes)).text)

    assert "It cannot be tried like this." in page
    assert words in page
    assert "hx-get" not in page


def test_a_program_that_breaks_shows_its_messages_and_a_generator_that_fails_its_reason(
    ada: Membership, signed_in: SignedIn, run_queued: Run
) -> None:
    client = signed_in(ada)
    broken = _id_of(client.post(f"{BASE}/try-out/", problem_form(reference="1 / 0")).text)
    failing = {"generated-0-args": "3", "generator": "raise SystemExit('no seed')"}
    generated = _id_of(client.post(f"{BASE}/try-out/", problem_form(**failing)).text)
    run_queued()

    assert "ZeroDivisionError" in client.get(f"{BASE}/try-out/?id={broken}").text
    page = client.get(f"{BASE}/try-out/?id={generated}").text
    assert "the generator failed on generated test 1" in html.unescape(page)


def test_two_wait_at_a_time(ada: Membership) -> None:
    for _number in range(2):
        services.try_out_problem(ada, content())

    with pytest.raises(TooManyOpenError):
        services.try_out_problem(ada, content())


def test_verdicts_are_there_before_the_end(ada: Membership, monkeypatch: pytest.MonkeyPatch, run_queued: Run) -> None:
    seen: list[int] = []
    keep = try_outs.keep

    def noted(member_id: str, try_out: try_outs.TryOut) -> None:
        seen.append(len(try_out.tests))
        keep(member_id, try_out)

    monkeypatch.setattr("apps.code_assessment.services.trying.SECONDS_BETWEEN_WORDS", 0)
    monkeypatch.setattr(try_outs, "keep", noted)
    services.try_out_problem(ada, content(FUNCTION))
    run_queued()

    tests = len(content(FUNCTION).everything)
    assert seen == [*range(tests + 1), tests]


def test_a_function_with_a_generator_is_written_in_the_form_and_comes_back_as_it_was(
    ada: Membership, signed_in: SignedIn, run_queued: Run
) -> None:
    client = signed_in(ada)
    inputs = {"form-0-stdin": '[[1,2],{"a":1}]', "form-0-expected": "4", "form-1-stdin": "[[],{}]"}
    made = {"generator": "import sys\nprint([[1] * int(sys.argv[1]), {}])", "generated-0-args": "700 'a b'"}
    typed = problem_form(signature=SIGNATURE, reference=DOUBLE, **inputs, **made, **{"form-1-expected": "0"})
    address = client.post(f"{BASE}/new/", typed)["Location"]
    run_queued()

    with scope(ada.tenant):
        problem = Problem.objects.get()
    kept = problem.content
    assert (problem.check_state, len(problem.check_report["tests"])) == ("passed", 3)
    assert kept["signature"]["parameters"][1] == {"name": "names", "type": "dict[str,int]"}
    assert kept["generated"] == [{"name": "generated-1", "group": "large", "points": 10, "args": ["700", "a b"]}]
    assert kept["examples"][0]["input"] == 'visits = [1, 2]\nnames = {"a": 1}'
    page = html.unescape(client.get(f"{address}edit/").text)
    assert "longest_streak(visits: list[int], names: dict[str,int]) -> int" in page
    assert "700 'a b'" in page
    client.post(f"{address}edit/", typed)
    with scope(ada.tenant):
        assert Problem.objects.get().version == 1
