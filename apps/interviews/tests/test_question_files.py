"""Own questions as files: what goes out comes in again unchanged, and a file with a mistake is not taken at all."""

import csv
import io
import json
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.core.scope import scope
from apps.interviews.bank import own_questions_for
from apps.interviews.library import Choice, Point
from apps.interviews.models import OwnQuestion
from apps.interviews.own_items import OwnItem
from apps.interviews.question_files import QuestionFileError, csv_lines, example, json_of, lines_of_file, told
from apps.interviews.services.bank import write_question
from apps.interviews.services.question_files import Taken, import_questions
from apps.marketplace.models import License
from apps.tenants.models import Tenant
from tests.people import Api, Grant, NewMember, SignedIn

ITEMS = (
    OwnItem(
        text='=1+1 stands in a cell; what happens,\n"exactly"?',
        skills=("CSV", "@Excel"),
        points=(
            Point("-2 is shown because the cell is calculated.", "'=Why is that so?"),
            Point("'=Quoted cells stay as text in most programs.", ""),
        ),
        hint="+49 is a prefix.",
        answer="It is calculated; a mark before it keeps it as text.",
        tags=("Über",),
    ),
    OwnItem(
        text="Which one is it?",
        kind="multiple-choice",
        skills=("Git",),
        points=(Point("The first of these is right.", ""),),
        choices=(Choice("-v", is_right=True), Choice("b", is_right=False), Choice("c", is_right=False)),
    ),
)


def _as_files(questions: list[dict[str, object]]) -> list[tuple[str, bytes]]:
    return [("q.csv", "".join(csv_lines(questions)).encode()), ("q.JSON", json_of(questions).encode())]


def test_what_goes_out_comes_in_again() -> None:
    questions = [{"id": str(place), **item.to_json(), "assessments_only": True} for place, item in enumerate(ITEMS)]

    for name, content in _as_files(questions):
        lines = lines_of_file(name, content)
        assert [(one.id, one.item, one.is_for_assessments) for one in lines] == [
            (str(place), item, True) for place, item in enumerate(ITEMS)
        ]


def test_no_cell_is_taken_for_a_command() -> None:
    written = "".join(csv_lines([{"id": "", **item.to_json(), "assessments_only": False} for item in ITEMS]))

    cells = [cell for row in csv.reader(io.StringIO(written.removeprefix("\ufeff"))) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_the_example_files_can_be_imported() -> None:
    assert [len(lines_of_file(name, content)) for name, content in _as_files(example())] == [2, 2]


def test_a_file_with_semicolons_is_read_too() -> None:
    heads, cells = "text;kind;level;skills;point_1", "Why?;open;mid;Git;It is so by law."

    assert lines_of_file("q.csv", f"{heads}\r\n{cells}\r\n".encode())[0].item == OwnItem(
        text="Why?", skills=("Git",), points=(Point("It is so by law.", ""),)
    )


@pytest.mark.parametrize(
    ("name", "content", "errors"),
    [
        ("q.csv", b"\xff\xfe", ["Save the file as UTF-8."]),
        ("q.csv", b"", ["There is no column kind.", "There is no column level.", "There is no column point_1."]),
        ("q.json", b"{", ["This is no JSON: line 1, column 2."]),
        ("q.json", b"[" * 100_000, ["This JSON has too many levels."]),
        ("q.json", b'{"a": 1}', ['A JSON file holds {"questions": […]}.']),
        ("q.json", b"[]", ["Give from 1 to 1000 questions."]),
        ("q.csv", b"x" * (2 * 1024**2 + 1), ["Take a file of at most 2 MB."]),
    ],
    ids=["encoding", "columns", "json", "levels", "shape", "empty", "size"],
)
def test_a_file_that_is_none_is_refused_in_words(name: str, content: bytes, errors: list[str]) -> None:
    with pytest.raises(QuestionFileError) as refused:
        lines_of_file(name, content)

    assert refused.value.errors[: len(errors)] == errors


def test_every_lines_mistakes_are_named() -> None:
    rows = [
        {**ITEMS[1].to_json(), "level": "expert"},
        {"text": "Why?"},
        {**ITEMS[1].to_json(), "seconds": "soon"},
        {**ITEMS[1].to_json(), "seconds": float("inf"), "id": ["x"]},
        7,
        {**ITEMS[0].to_json(), "points": [{"text": "Short.", "follow_up": ""}]},
    ]
    with pytest.raises(QuestionFileError) as refused:
        lines_of_file("q.json", json.dumps({"questions": rows}).encode())

    assert [error.partition(":")[0] for error in refused.value.errors if "Line 5" not in error] == [
        *("Line 1, level", "Line 2, skills", "Line 2, points", "Line 3", "Line 4", "Line 6, points 1"),
    ]
    assert any(error.startswith("Line 5") for error in refused.value.errors)


@pytest.mark.django_db
def test_an_export_that_is_imported_again_changes_nothing(ada: Membership) -> None:
    with scope(ada.tenant):
        for item in ITEMS:
            write_question(ada, item, is_shared=True, is_for_assessments=True)
        before = list(OwnQuestion.objects.order_by("pk").values())
        for name, content in _as_files([told(row) for row in own_questions_for(ada)]):
            assert import_questions(ada, lines_of_file(name, content)) == Taken(0, 0, 2, is_shared=False)

        assert list(OwnQuestion.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_a_line_with_an_id_changes_its_question_and_others_are_new(ada: Membership, cleo: Membership) -> None:
    with scope(ada.tenant):
        mine = write_question(ada, ITEMS[0])
        lines = lines_of_file("q.json", json_of([told(mine) | {"hint": "Look."}, {**told(mine), "id": ""}]).encode())
        taken = import_questions(ada, lines, is_shared=True)
        mine.refresh_from_db()

        assert (taken, OwnItem.of(mine)) == (Taken(1, 1, 0, is_shared=True), replace(ITEMS[0], hint="Look."))
        assert [row.is_shared for row in own_questions_for(ada).order_by("created_at")] == [False, True]
    with scope(cleo.tenant):
        assert import_questions(cleo, lines) == Taken(2, 0, 0, is_shared=False)


@pytest.fixture
def practised(ada: Membership, grant: Grant) -> License:
    return grant(ada.tenant, "interviews")


@pytest.mark.django_db
def test_the_page_takes_all_of_a_file_or_nothing(ada: Membership, practised: License, signed_in: SignedIn) -> None:
    client = signed_in(ada)
    good = {"id": "", **ITEMS[0].to_json(), "assessments_only": False}
    bad = json_of([good, {**good, "level": "expert"}]).encode()

    refused = client.post("/t/acme/interviews/questions/import/", {"file": SimpleUploadedFile("q.json", bad)})
    with scope(ada.tenant):
        left = OwnQuestion.objects.count()
    fine = SimpleUploadedFile("q.csv", "".join(csv_lines([good])).encode())
    taken = client.post("/t/acme/interviews/questions/import/", {"file": fine, "is_shared": "on"})
    out = client.get("/t/acme/interviews/questions/own/export/?format=json")

    assert (refused.status_code, "Line 2, level: Choose one of: junior, mid, senior." in refused.text, left) == (
        *(422, True),
        0,
    )
    assert (taken.status_code, taken["Location"]) == (302, "/t/acme/interviews/questions/?from=ours")
    assert [OwnItem.of(one) for one in json.loads(out.content)["questions"]] == [ITEMS[0]]


API = "/api/v1/interviews/questions"


@pytest.mark.django_db
def test_the_api_takes_all_of_a_file_or_nothing_and_gives_it_out_again(
    ada: Membership, practised: License, api: Api
) -> None:
    good = {"id": "", **ITEMS[0].to_json(), "assessments_only": False}
    bad = SimpleUploadedFile("q.json", json_of([good, {**good, "level": "expert"}]).encode())

    refused = api(ada).post(f"{API}/import/", {"file": bad})
    with scope(ada.tenant):
        left = OwnQuestion.objects.count()
    fine = SimpleUploadedFile("q.csv", "".join(csv_lines([good])).encode())
    taken = api(ada).post(f"{API}/import/", {"file": fine, "is_shared": "true"})
    out = {kind: api(ada).get(f"{API}/export/", {"format": kind}) for kind in ("json", "csv")}

    assert (refused.status_code, refused.json()["code"], left) == (422, "faulty-file", 0)
    assert refused.json()["errors"] == [
        {"field": "file", "code": "invalid", "message": "Line 2, level: Choose one of: junior, mid, senior."}
    ]
    assert (taken.status_code, taken.json()) == (200, {"new": 1, "changed": 0, "same": 0})
    with scope(ada.tenant):
        assert OwnQuestion.objects.get().is_shared is True
    files = {kind: (f"q.{kind}", b"".join(answer)) for kind, answer in out.items()}
    assert [[line.item for line in lines_of_file(*file)] for file in files.values()] == [[ITEMS[0]], [ITEMS[0]]]
    assert out["csv"]["Content-Disposition"] == 'attachment; filename="own-questions.csv"'
    again = api(ada).post(f"{API}/import/", {"file": SimpleUploadedFile(*files["json"])})
    assert again.json() == {"new": 0, "changed": 0, "same": 1}


@pytest.mark.django_db
def test_the_api_of_files_asks_for_rights(
    ada: Membership, acme: Tenant, practised: License, api: Api, new_member: NewMember
) -> None:
    good = json_of([{"id": "", **ITEMS[0].to_json(), "assessments_only": False}]).encode()
    guest, cand = new_member("guest", acme, Role.GUEST), new_member("cand", acme, Role.CANDIDATE)

    by_guest = api(guest).post(f"{API}/import/", {"file": SimpleUploadedFile("q.json", good)})
    shared = api(cand).post(f"{API}/import/", {"file": SimpleUploadedFile("q.json", good), "is_shared": "true"})
    private = api(cand).post(f"{API}/import/", {"file": SimpleUploadedFile("q.json", good)})
    huge = api(ada).post(f"{API}/import/", {"file": SimpleUploadedFile("q.csv", b"x" * (2 * 1024**2 + 1))})

    assert [one.status_code for one in (by_guest, shared, private, huge)] == [403, 403, 200, 400]
    mine = b"".join(api(ada).get(f"{API}/export/"))
    assert json.loads(mine) == {"questions": []}
