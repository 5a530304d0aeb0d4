"""The commands around the parser: they need no database, and their answers are lines of JSON."""

import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from apps.cv_analysis.management.commands import build_taxonomy
from apps.cv_analysis.parsing.taxonomy import Taxonomy, load_taxonomy

FILES = Path(__file__).parent / "files"
CV = "Ada Winter\nada@example.com\nWORK EXPERIENCE\nWelder, Dock Works Ltd, 01/2010 - 01/2014\n"


def lines(*arguments: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    call_command("parse_cv", *arguments, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_parse_cv_runs_without_a_database_and_without_an_engine(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "ROSTRUM_HOME": str(tmp_path)}
    wanted = [
        {"id": "a", "text": CV},
        {"id": 7, "file": str(FILES / "two-pages.pdf")},
        {"id": "gone", "file": "no.pdf"},
    ]
    run = subprocess.run(
        [sys.executable, "manage.py", "parse_cv", "--jsonl", "--as-of", "2026-06-01"],
        cwd=settings.BASE_DIR,
        env=environment,
        input="\n".join(map(json.dumps, wanted)),
        capture_output=True,
        text=True,
        check=True,
    )
    answers = [json.loads(line) for line in run.stdout.splitlines()]

    assert [(answer["id"], answer["status"], answer.get("error_code")) for answer in answers] == [
        ("a", "parsed", None),
        (7, "parsed", None),
        ("gone", "corrupt", "unreadable"),
    ]
    assert answers[0]["pred"]["experience"] == [
        {"title": "Welder", "company": "Dock Works Ltd", "start": "2010-01", "end": "2014-01"}
    ]


def test_files_are_answered_one_line_each_in_their_order(tmp_path: Path) -> None:
    page = tmp_path / "page.pdf"
    page.write_text("<html><body>Not found</body></html>", encoding="utf-8")

    answers = lines(str(FILES / "plain.txt"), str(page), "--as-of", "2026-06-01")

    assert [(answer["id"], answer["status"]) for answer in answers] == [
        (str(FILES / "plain.txt"), "parsed"),
        (str(page), "not_a_cv"),
    ]
    assert set(answers[0]) == {"id", "status", "ms", "pred"}
    assert set(answers[0]["pred"]) == {
        *("name", "email", "phone", "companies", "titles", "degrees", "institutions", "grad_years", "skills"),
        *(
            "skills_tech",
            "skills_soft",
            "certifications",
            "languages",
            "years_of_experience",
            "experience",
            "education",
        ),
    }


@pytest.mark.parametrize("line", ["no json", "[]", '{"file": "a.pdf"}', '{"id": 1}'])
def test_a_line_that_names_nothing_is_refused_with_its_number(tmp_path: Path, line: str) -> None:
    source = tmp_path / "wanted.jsonl"
    source.write_text(f"\n{line}\n", encoding="utf-8")

    with pytest.raises(CommandError, match=r"^Line 2: "):
        lines("--jsonl", str(source))


def test_without_files_the_command_says_what_it_wants() -> None:
    with pytest.raises(CommandError, match="Name at least one file"):
        lines()


@pytest.fixture
def esco(tmp_path: Path) -> Path:
    folder = tmp_path / "esco"
    folder.mkdir()
    (folder / "digital_skills.txt").write_text("id-python\n", encoding="utf-8")
    (folder / "transversal_skills.txt").write_text("id-team\n", encoding="utf-8")
    rows = (
        "id\tlabel\tgroups\tother_labels",
        "id-python\tPython (computer programming)\tK0613\tPython programming",
        "id-team\twork in teams\tT4\tteamwork | teamworking",
        "id-weld\twelding\tS1\tweld | join metal by heat | teamwork",
    )
    (folder / "skills.tsv").write_text("\n".join(rows), encoding="utf-8")
    groups = "code\tlevel\tlabel\nK0613\tlevel_3\tprogramming\n"
    (folder / "groups.tsv").write_text(groups, encoding="utf-8")
    return folder


def test_the_skill_list_is_made_of_our_own_lists_and_of_esco(
    esco: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, soft, target = tmp_path / "own.tsv.gz", tmp_path / "soft.tsv", tmp_path / "skills.tsv.gz"
    own.write_bytes(
        gzip.compress(
            b"#id\tname\tcategory\tparent\trelated\tlabels\n"
            b"tech:zorblax\tZorblax\tlibrary\ttech:x\t\t=Zorblax|=!ZBX|blax\n"
            b"tech:oop\tOOP\tconcept\t\t\t=OOP\n"
        )
    )
    soft.write_text("soft:teamwork\tTeamwork\t=teamwork|team player\n", encoding="utf-8")
    for name, file in (("FILE", target), ("TECHNOLOGIES", own), ("SOFT_SKILLS", soft)):
        monkeypatch.setattr(build_taxonomy, name, file)

    call_command("build_taxonomy", esco=esco, stdout=io.StringIO())

    assert gzip.decompress(target.read_bytes()).decode().splitlines()[1:] == [
        "id-python\tPython\ttechnology\tprogramming\t!Python|Python programming",
        "id-team\twork in teams\tsoft\t\twork in teams|teamworking",
        "id-weld\twelding\tdomain\t\twelding|weld|join metal by heat",
        "soft:teamwork\tTeamwork\tsoft\tsocial and personal skills\tTeamwork|=teamwork|team player",
        "tech:oop\tOOP\tdomain\tconcept\t=OOP",
        "tech:zorblax\tZorblax\ttechnology\tlibrary\t=Zorblax|!ZBX|blax",
    ]


def test_terms_are_found_as_whole_words_and_in_their_spelling_only() -> None:
    taxonomy = Taxonomy(["1\tJava\ttechnology\t\t=Java", "2\tGo\ttechnology\t\t!Go", "3\tC++\ttechnology\t\t=C++"])
    text = "Java, javascript; go on, Go! C++17 and C++, Java.util"

    assert [text[start:end] for start, end, _ in taxonomy.find_terms(text, 0, len(text))] == ["Java", "Go", "C++"]


def test_the_shipped_list_knows_ids_names_and_spellings() -> None:
    found = [load_taxonomy().lookup(name) for name in ("python", "POSTGRES QL", "teamwork", "no such skill at all")]

    assert [(concept.name, concept.category) if concept else None for concept in found] == [
        ("Python", "technology"),
        ("PostgreSQL", "technology"),
        ("Teamwork", "soft"),
        None,
    ]
    assert load_taxonomy() is load_taxonomy()
