"""Lists that are described by their address."""

import pytest
from django.db.models import Q
from django.http import QueryDict

from apps.core.csv_export import csv_response, plain_cell
from apps.core.listing import Column, Export, Filter, Listing
from apps.core.models import QueuedTask

pytestmark = pytest.mark.django_db


class Tasks(Listing):
    name = "core.tasks"
    columns = (
        Column("name", "Name", ("name",)),
        Column("tries", "Tries", ("attempts", "-created_at"), descending_first=True),
        Column("note", "Note"),
    )
    filters = (Filter("state", "State", QueuedTask.State.choices, lambda value: Q(state=value)),)
    search_fields = ("name", "problem_title")
    default_sort = "name"
    per_page = 2


def listing(query: str = "") -> Tasks:
    return Tasks(QueuedTask.objects.all(), QueryDict(query))


@pytest.fixture(autouse=True)
def rows() -> None:
    for name, state, attempts in (("b", "done", 1), ("a", "dead", 3), ("c", "done", 2)):
        QueuedTask.objects.create(
            name=name,
            queue="default",
            schema_name="public",
            state=state,
            attempts=attempts,
            problem_title=f"Said {name}",
        )


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["a", "b", "c"]),
        ("sort=-name", ["c", "b", "a"]),
        ("sort=-tries", ["a", "c", "b"]),
        ("sort=note", ["a", "b", "c"]),
        ("sort=secret", ["a", "b", "c"]),
        ("state=done", ["b", "c"]),
        ("state=nonsense", ["a", "b", "c"]),
        ("q=said+C", ["c"]),
        ("q=%00", ["a", "b", "c"]),
        ("q=nothing", []),
    ],
)
def test_address_decides_which_rows_stand_in_which_order(query: str, names: list[str]) -> None:
    assert [task.name for task in listing(query).rows] == names


def test_page_outside_the_list_is_the_nearest_one() -> None:
    pages = [[task.name for task in listing(f"page={page}").page.object_list] for page in ("1", "2", "99", "x", "-1")]

    assert pages == [["a", "b"], ["c"], ["c"], ["a", "b"], ["c"]]


def test_query_leaves_out_what_is_usual_and_keeps_the_rest() -> None:
    shown = listing("q=said&state=done&sort=-tries&density=dense&page=2&other=1")

    assert shown.query == "q=said&state=done&sort=-tries&density=dense"
    assert listing("sort=name&density=roomy").query == ""
    assert shown.query_with(state="", q="") == "sort=-tries&density=dense"


def test_heads_sort_up_then_down_and_say_how_the_list_is_sorted() -> None:
    heads = {head.column.name: (head.query, head.aria_sort) for head in listing().heads}
    turned = {head.column.name: (head.query, head.aria_sort) for head in listing("sort=-tries").heads}

    assert heads == {"name": ("sort=-name", "ascending"), "tries": ("sort=-tries", ""), "note": ("", "")}
    assert turned["tries"] == ("sort=tries", "descending")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        *(("=1+1", "'=1+1"), ("@x", "'@x"), ("-3", "'-3"), ("+44", "'+44"), ("Ada", "Ada"), (None, ""), (-7, "-7")),
        # Other separators and line ends begin a cell for some programs, and full width is a sign for some.
        *(("Ada;=1+1", "Ada;'=1+1"), ("Ada\n@x", "Ada\n'@x"), ("Ada; -3", "Ada;' -3"), ("\uff1d1", "'\uff1d1")),
        *((" =1", "' =1"), ("Ada; Ben\n\nCleo", "Ada; Ben\n\nCleo"), ("C++; well-known", "C++; well-known")),
    ],
)
def test_cell_of_an_export_stays_text(value: object, cell: str) -> None:
    assert plain_cell(value) == cell


def test_export_is_a_file_with_a_head_and_a_line_a_row() -> None:
    export = Export("tasks", ("Name", "Tries"), lambda task: (task.name, task.attempts))

    response = csv_response(export, listing("state=done").rows)

    assert response.getvalue().decode() == "\ufeffName,Tries\r\nb,1\r\nc,2\r\n"
    assert response["Content-Disposition"] == 'attachment; filename="tasks.csv"'
