"""What the editor's page is given: drafts, keys, verdicts as they come in, places in the program, and differences."""

import html
import json
import re

import pytest

from apps.accounts.models import Membership
from apps.code_assessment import so_far
from apps.code_assessment.models import Submission
from apps.code_assessment.tests.conftest import PROGRAM, WRONG, HandIn, Run, content
from apps.core.scope import scope
from apps.marketplace.models import License
from tests.people import SignedIn

pytestmark = pytest.mark.django_db
BASE = "/t/acme/code-assessment"
ADDRESS = f"{BASE}/problems/{PROGRAM}/"
HTMX = {"HX-Request": "true"}


def _field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_what_is_handed_in_without_a_script_still_stands_in_the_editor(
    ada: Membership, module: License, signed_in: SignedIn
) -> None:
    client = signed_in(ada)
    form = {"language": "python", "answer": WRONG, "version": "0", "key": "k", "deed": "submit"}
    client.post(f"{ADDRESS}submit/", form)

    assert f">{WRONG}</textarea>" in html.unescape(client.get(ADDRESS).text)


def test_a_run_keeps_the_draft_and_brings_the_form_its_next_version_and_key(
    ada: Membership, module: License, signed_in: SignedIn
) -> None:
    client = signed_in(ada)
    form = {"language": "python", "answer": WRONG, "version": "0", "key": "k", "deed": "run"}
    first = client.post(f"{ADDRESS}submit/", form, headers=HTMX).text
    form |= {"version": _field(first, "version"), "key": _field(first, "key"), "answer": "print(2)"}
    second = client.post(f"{ADDRESS}submit/", form, headers=HTMX).text

    assert (_field(first, "version"), _field(second, "version")) == ("1", "2")
    assert len({"k", _field(first, "key"), _field(second, "key")}) == 3
    with scope(ada.tenant):
        assert Submission.objects.count() == 2


def test_another_windows_words_are_not_written_over_by_a_run(
    ada: Membership, module: License, signed_in: SignedIn
) -> None:
    client = signed_in(ada)
    form = {"language": "python", "answer": "theirs", "version": "0", "key": "k", "deed": "run"}
    client.post(f"{ADDRESS}draft/", form, headers={"Accept": "application/json"})
    run = client.post(f"{ADDRESS}submit/", {**form, "answer": WRONG}, headers=HTMX)

    assert _field(run.text, "version") == "0"
    assert ">theirs</textarea>" in client.get(ADDRESS).text


def test_the_device_forgets_its_copy_only_of_what_is_kept_here(
    ada: Membership, module: License, signed_in: SignedIn
) -> None:
    client = signed_in(ada)
    form = {"language": "python", "answer": "theirs", "version": "0", "key": "k", "deed": "run"}
    first = client.post(f"{ADDRESS}submit/", form, headers=HTMX)
    stale = client.post(f"{ADDRESS}submit/", {**form, "answer": WRONG}, headers=HTMX)
    too_long = client.post(f"{ADDRESS}submit/", {**form, "version": "1", "answer": "#" * 60_001}, headers=HTMX)

    assert list(json.loads(first.headers["HX-Trigger"])) == ["draft-kept"]
    assert [one.headers.get("HX-Trigger") for one in (stale, too_long)] == [None, None]


def test_draft_is_saved_by_a_button_and_what_is_refused_still_stands_there(
    ada: Membership, module: License, signed_in: SignedIn
) -> None:
    client = signed_in(ada)
    form = {"language": "javascript", "answer": "mine", "version": "0", "key": "k", "deed": "keep"}
    saved = client.post(f"{ADDRESS}draft/", form)
    page = client.get(ADDRESS).text
    refused = client.post(f"{ADDRESS}draft/", {**form, "answer": "written upon nothing"})

    assert saved.headers["Location"] == ADDRESS
    assert ">mine</textarea>" in page
    assert 'data-language="javascript"' in page
    assert refused.status_code == 409
    assert ">written upon nothing</textarea>" in refused.text
    assert ">mine</textarea>" in client.get(ADDRESS).text


def test_own_input_has_no_right_answer_and_reasons_are_said_in_the_readers_language(
    ada: Membership, module: License, signed_in: SignedIn, judged: HandIn
) -> None:
    with scope(ada.tenant):
        found = judged(ada, "print(1)", kind=Submission.Kind.RUN, own_input="x")
        ended = judged(ada, "raise SystemExit(3)")
    client = signed_in(ada)

    assert "The answer is another." not in client.get(f"{BASE}/submissions/{found.pk}/status/").text
    page = client.get(f"{BASE}/submissions/{ended.pk}/", headers={"Accept-Language": "de"}).text
    assert "Es endete mit dem Rückgabewert 3." in page


def test_verdicts_of_the_tests_are_shown_while_the_rest_is_judged(
    ada: Membership, module: License, signed_in: SignedIn, handed_in: HandIn, run_queued: Run
) -> None:
    client = signed_in(ada)
    with scope(ada.tenant):
        waiting = handed_in(ada, WRONG)
        so_far.keep(
            waiting.pk,
            [
                {"number": 1, "group": "samples", "is_sample": True, "verdict": "AC"},
                {"number": 3, "group": "edges", "is_sample": False, "verdict": "TLE"},
            ],
        )
    page = client.get(f"{BASE}/submissions/{waiting.pk}/status/").text
    run_queued()

    assert all(word in page for word in ("hx-get", "Example 1", "Hidden test 3, group edges", "Time limit exceeded"))
    with scope(ada.tenant):
        assert so_far.kept([waiting.pk]) == {}
    assert "hx-get" not in client.get(f"{BASE}/submissions/{waiting.pk}/status/").text


def test_a_program_that_does_not_compile_says_in_which_line(
    ada: Membership, module: License, signed_in: SignedIn, judged: HandIn
) -> None:
    with scope(ada.tenant):
        found = judged(ada, "import sys\nfor\n")
    page = signed_in(ada).get(f"{BASE}/submissions/{found.pk}/").text

    assert 'data-line="2"' in page
    assert 'data-message="SyntaxError: invalid syntax"' in page


def test_expected_and_written_stand_beside_each_other(
    ada: Membership, module: License, signed_in: SignedIn, judged: HandIn
) -> None:
    with scope(ada.tenant):
        found = judged(ada, WRONG)
    page = signed_in(ada).get(f"{BASE}/submissions/{found.pk}/").text

    first = content().samples[0].expected.splitlines()[0]
    assert f'<td class="diff-text"><mark>{first}</mark></td>' in page
    assert '<td class="diff-text"><mark>no</mark></td>' in page


def test_two_programs_are_compared_the_older_first_and_only_ones_own(
    ada: Membership, ben: Membership, module: License, signed_in: SignedIn, judged: HandIn
) -> None:
    with scope(ada.tenant):
        old, new = judged(ada, "print(1)\nprint(2)\n"), judged(ada, "print(1)\nprint(3)\n")
        others = judged(ben, WRONG)
    client = signed_in(ada)
    page = client.get(f"{BASE}/submissions/{old.pk}/?compare={new.pk}").text

    assert "1 line differs." in page
    assert "<del>print(2)</del>" in page
    assert "<ins>print(3)</ins>" in page
    refused = [client.get(f"{BASE}/submissions/{old.pk}/?compare={pk}").status_code for pk in (others.pk, old.pk, "x")]
    assert refused == [404, 404, 404]


def test_styles_of_the_editor_are_let_in_on_its_page_and_nowhere_else(
    ada: Membership, module: License, signed_in: SignedIn
) -> None:
    client = signed_in(ada)
    policies = {path: client.get(path).headers["Content-Security-Policy"] for path in (ADDRESS, f"{BASE}/")}

    nonce = re.search(r'nonce="([^"]+)" defer', client.get(ADDRESS).text)
    assert nonce
    assert re.search(r"style-src 'self' 'nonce-[^']+'(;|$)", policies[ADDRESS])
    assert "nonce-" not in policies[f"{BASE}/"]
