"""What the rules make of the model's opinion; the opinions are written by hand."""

from typing import Any

from apps.cv_analysis.parsing import parse_text
from apps.cv_analysis.parsing.document import Document
from apps.cv_analysis.parsing.education import find_education
from apps.cv_analysis.parsing.engine import parse
from apps.cv_analysis.parsing.entities import entities_in
from apps.cv_analysis.parsing.extract.result import Extraction
from apps.cv_analysis.parsing.sections import split_sections
from apps.cv_analysis.parsing.sentences import sentences_of
from apps.cv_analysis.parsing.skills import find_skills
from apps.cv_analysis.parsing.tagging.opinion import Opinion
from apps.cv_analysis.parsing.tokens import tokens_of

from .test_parsing_fields import AS_OF

Likely = dict[str, dict[str, float]]


def read(text: str) -> Document:
    return Document(Extraction((text,), has_content=False), has_pages=False)


def opinion_of(text: str, likely: Likely) -> Opinion:
    """What is likely of some words; the likeliest kind of a word is its label when it is likelier than not."""
    letters = {"technology": "K", "domain": "W", "title": "T", "institution": "I", "company": "C"}
    tokens = tokens_of(text)
    labels = []
    for token in tokens:
        kind, probability = max(likely.get(token.text, {"": 0.0}).items(), key=lambda item: item[1])
        labels.append((f"B-{letters[kind]}", probability) if probability > 0.5 else ("O", 1 - probability))
    return Opinion(tokens, labels, [likely.get(token.text, {}) for token in tokens])


def test_all_mentions_together_say_whether_a_skill_is_a_technology() -> None:
    text = "SKILLS\nZorblax, Quuxing, Jenkins\n\nEXPERIENCE\nHeld a talk about Zorblax"
    likely = {
        "Zorblax": {"technology": 0.55, "domain": 0.4},
        "Quuxing": {"technology": 0.3, "domain": 0.6},
        # The taxonomy knows it as a technology, and the model is of two minds.
        "Jenkins": {"technology": 0.48, "domain": 0.51},
    }
    document = read(text)

    skills = find_skills(document, split_sections(document), opinion_of(text, likely))

    assert [(field.value.name, field.value.category) for field in skills] == [
        ("Zorblax", "technology"),
        ("Quuxing", "domain"),
        ("Jenkins", "technology"),
    ]


def test_a_skill_in_two_spellings_is_one_skill_that_keeps_both() -> None:
    parsed = parse_text("Bo Lind\n\nSKILLS\nPostgres, Python, Docker, PostgreSQL, Git, JavaScript\n", as_of=AS_OF)

    assert [field.value.spellings for field in parsed.skills if len(field.value.spellings) > 1] == [
        ("Postgres", "PostgreSQL")
    ]
    assert parsed.prediction()["skills"] == ["Postgres", "PostgreSQL", "Python", "Docker", "Git", "JavaScript"]


def test_a_school_without_a_degree_is_one_only_where_the_model_thinks_so() -> None:
    text = "EDUCATION\nLeeds Polytechnic\n2009\n\nBerkeley, University Press\n2014"
    document = read(text)
    sections = split_sections(document)
    doubted = opinion_of(
        text, {"Leeds": {"institution": 0.9}, "Polytechnic": {"institution": 0.9}, "Press": {"institution": 0.2}}
    )

    def found(opinion: Opinion) -> list[tuple[str | None, str | None]]:
        return [(field.value.institution, field.value.year) for field in find_education(document, sections, opinion)]

    assert found(Opinion([], [], [])) == [("Leeds Polytechnic", "2009"), ("University Press", "2014")]
    assert found(doubted) == [("Leeds Polytechnic", "2009")]


def blank() -> Any:
    from spacy.lang.en import English

    return English()


def pipeline_that_knows(**entities: str) -> Any:
    """A spaCy pipeline with a few entities, as one that was trained would have them."""
    pipeline = blank()
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": phrase} for label, phrase in entities.items()])
    return pipeline


def test_an_installed_pipeline_decides_between_names_that_are_as_likely() -> None:
    cv = Extraction(("Cedar Grove\nMaya Lindqvist\n\nEXPERIENCE\nCook, Zorblax, 2019 - 2021\n",), has_content=False)

    def name_of(pipeline: Any) -> str | None:
        name = parse(cv, as_of=AS_OF, has_pages=False, pipeline=pipeline).name
        return name.value if name else None

    assert name_of(blank()) == "Cedar Grove"
    assert name_of(pipeline_that_knows(PERSON="Maya Lindqvist", ORG="Zorblax")) == "Maya Lindqvist"


def test_an_installed_pipeline_is_heard_about_companies_and_about_nothing_else() -> None:
    text = "Cook at Zorblax"
    entities = entities_in(text, pipeline_that_knows(ORG="Zorblax", GPE="Cook"))
    opinion = opinion_of(text, {"Zorblax": {"company": 0.3, "technology": 0.3}}).with_entities(entities)

    assert [(one.kind, text[one.start : one.end]) for one in entities] == [("organisation", "Zorblax")]
    assert [round(opinion.support(kind, 8, 15), 2) for kind in ("company", "technology")] == [0.5, 0.3]
    assert opinion.support("company", 0, 4) == 0.0


def test_sentences_end_where_people_end_them() -> None:
    text = "Led 4 teams at Pier Inc. Sales rose by 3.5 percent, e.g. in Leeds. what next? Then I left."

    assert [text[start:end] for start, end in sentences_of(text)] == [
        "Led 4 teams at Pier Inc. Sales rose by 3.5 percent, e.g. in Leeds. what next?",
        "Then I left.",
    ]
