"""Files beside a program: from the page to the verdict, in drafts and histories, and at the end of the time."""

import html
import shutil

import pytest

from apps.accounts.models import Membership
from apps.code_assessment import services
from apps.code_assessment.beside import fault_of, fit_files
from apps.code_assessment.models import Attempt, Draft, Submission
from apps.code_assessment.services.refusals import BadFileError, ProgramTooLongError
from apps.code_assessment.tests.conftest import FUNCTION, PROGRAM, HandIn, Run, content
from apps.core.scope import scope
from tests.people import Api, SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_acme", "module")]
BASE, API = "/t/acme/code-assessment", "/api/v1/code-assessment"
MAIN = "import rules\nrules.main()\n"


def _rules() -> str:
    """The right program as a module of its own."""
    return "def main():\n    exec(TEXT, {'__name__': '__main__'})\nTEXT = " + repr(content().reference) + "\n"


def test_files_are_written_on_the_page_kept_judged_and_shown(
    ada: Membership, signed_in: SignedIn, run_queued: Run
) -> None:
    client, address = signed_in(ada), f"{BASE}/problems/{PROGRAM}/"
    form = {"language": "python", "answer": MAIN, "version": "0", "key": "k", "deed": "submit"}
    sent = {**form, "file_name": ["rules.py", ""], "file_text": [_rules(), ""]}

    assert client.post(f"{address}submit/", sent)["Location"] == address
    run_queued()

    with scope(ada.tenant):
        made, draft = Submission.objects.get(), Draft.objects.get()
    assert (made.verdict, made.files, draft.files) == ("AC", {"rules.py": _rules()}, [["rules.py", _rules()]])
    page = html.unescape(client.get(address).text)
    # The file, room for another one, and what the page's script makes further room of.
    assert page.count('name="file_name"') == 3
    assert 'value="rules.py"' in page
    assert "TEXT = " in html.unescape(client.get(f"{BASE}/submissions/{made.pk}/").text)


def test_what_is_no_file_is_refused_with_words_and_lost_is_nothing(ada: Membership, signed_in: SignedIn) -> None:
    client, address = signed_in(ada), f"{BASE}/problems/{PROGRAM}/"
    form = {"language": "python", "answer": MAIN, "version": "0", "key": "k", "deed": "submit"}
    sent = {**form, "file_name": ["../rules.py"], "file_text": ["unfinished = 1"]}

    refused = client.post(f"{address}submit/", sent)

    assert refused.status_code == 422
    assert "is no name for a file here" in refused.text
    assert "unfinished = 1" in refused.text
    assert "unfinished = 1" in client.get(address).text


@pytest.mark.parametrize(
    ("problem", "language", "names", "words"),
    [
        (PROGRAM, "python", ["main.py"], "taken by the program"),
        (PROGRAM, "python", ["Main.PY"], "is no name"),
        (FUNCTION, "python", ["solution.py"], "taken by the program"),
        (FUNCTION, "python", ["main.py"], "taken by the program"),
        (PROGRAM, "python", ["a.py", "A.py"], "same name"),
        (PROGRAM, "python", ["a.sh"], "is no name"),
        (PROGRAM, "python", ["a/b.py"], "is no name"),
        (PROGRAM, "python", [""], "is no name"),
        (PROGRAM, "python", [f"a{n}.py" for n in range(6)], "5 files"),
        ("customers-to-remind", "sql", ["a.sql"], "is one file"),
        (PROGRAM, "c", ["a.h", "b.c"], ""),
    ],
)
def test_names_of_files(problem: str, language: str, names: list[str], words: str) -> None:
    fault = fault_of(content(problem), language, [(name, "") for name in names])

    assert words in fault
    assert bool(words) == bool(fault)


def test_all_files_together_are_no_longer_than_a_program(ada: Membership) -> None:
    rows = [("a.py", "x" * 40_000), ("b.py", "x" * 30_000)]

    with pytest.raises(ProgramTooLongError):
        services.submit(ada, PROGRAM, services.Program("python", "1", files=rows), content=content())
    with pytest.raises(BadFileError):
        services.submit(ada, PROGRAM, services.Program("python", "1", files=[("a.txt", "")]), content=content())


def test_drafts_that_say_nothing_of_files_leave_them(ada: Membership) -> None:
    version = services.save_draft(ada, PROGRAM, language="python", text="a", version=0, files=[("b.py", "1")])
    services.save_draft(ada, PROGRAM, language="python", text="c", version=version)

    assert Draft.objects.get().files == [["b.py", "1"]]


def test_at_the_end_of_the_time_files_are_handed_in_as_far_as_they_are_fit(
    cand: Membership, running: Attempt, run_queued: Run
) -> None:
    rows = [("rules.py", _rules()), ("half a name", "x")]
    services.save_draft(cand, PROGRAM, language="python", text=MAIN, version=0, attempt=running, files=rows)

    services.finish_attempt(running)
    run_queued()

    assert list(running.submissions.values_list("files", "verdict")) == [({"rules.py": _rules()}, "AC")]
    assert fit_files(content(), "python", rows) == {"rules.py": _rules()}


def test_at_the_end_nothing_is_handed_in_in_a_language_that_is_not_asked_for(
    cand: Membership, running: Attempt, run_queued: Run
) -> None:
    setup = {**running.setup, "languages": ["java"]}
    Attempt.objects.filter(pk=running.pk).update(setup=setup)
    for language in ("python", "cobol"):
        services.save_draft(cand, PROGRAM, language=language, text="print(1)", version=0, attempt=running)
    running.refresh_from_db()

    services.finish_attempt(running)

    assert running.submissions.count() == 0


@pytest.mark.parametrize(
    ("language", "source", "files"),
    [
        ("javascript", 'console.log(require("./two.js").two + 40);', {"two.js": "exports.two = 2;"}),
        ("java", "public class Main { public static void main(String[] a) { System.out.println(Two.two() + 40); } }",
         {"Two.java": "class Two { static int two() { return 2; } }"}),
        ("c", '#include <stdio.h>\n#include "two.h"\nint main(void) { printf("%d\\n", two() + 40); return 0; }',
         {"two.h": "int two(void);", "two.c": "int two(void) { return 2; }"}),
        ("cpp", '#include <iostream>\n#include "two.hpp"\nint main() { std::cout << two() + 40; }',
         {"two.hpp": "inline int two() { return 2; }"}),
    ],
)  # fmt: skip
def test_languages_find_the_files_beside(
    ada: Membership, api: Api, run_queued: Run, language: str, source: str, files: dict[str, str]
) -> None:
    if shutil.which({"javascript": "node", "java": "javac", "c": "gcc", "cpp": "g++"}[language]) is None:
        pytest.skip(f"{language} does not work on this machine")
    sent = {"language": language, "source": source, "input": "x", "files": files}

    made = api(ada).post(f"{API}/problems/{PROGRAM}/run/", sent, format="json")
    run_queued()

    found = api(ada).get(f"{API}/submissions/{made.data['id']}/").data
    assert (found["files"], found["compile_output"], found["tests"][0]["got"].strip()) == (files, "", "42")


def test_two_programs_with_files_are_compared_with_them(
    ada: Membership, signed_in: SignedIn, handed_in: HandIn
) -> None:
    first = handed_in(ada, MAIN, files=[("rules.py", "one = 1\n")])
    second = handed_in(ada, MAIN, files=[("rules.py", "one = 2\n")])

    page = signed_in(ada).get(f"{BASE}/submissions/{second.pk}/", {"compare": str(first.pk)})

    assert "1 line differs." in page.text
