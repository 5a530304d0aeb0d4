"""Every text is marked, translated and written as the reader is used to; each check is shown to notice what is not."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from django.apps import apps
from django.core.management import CommandError, call_command
from django.forms import BaseForm, ModelForm
from django.urls import get_resolver
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext

from apps.core.modules import all_modules
from apps.core.problems import ProblemError
from apps.core.translation.catalogs import extract_all, extract_from, read_catalog, render, update
from apps.core.translation.compiled import compile_stale
from apps.core.translation.faults import all_faults, faults_between
from apps.core.translation.pseudo import accented, mirrored, pseudo_catalog
from apps.core.translation.sources import Source, all_sources, languages, own_sources
from apps.core.translation.unmarked import unmarked_in, unmarked_in_templates
from apps.core.translation.unmarked_code import problem_names, unmarked_in_code, unmarked_in_python


def subclasses(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


def test_german_is_complete() -> None:
    assert languages() == ["de"]
    assert len(own_sources()) >= 7
    assert list(all_faults(own_sources(), languages())) == []


def test_every_text_of_pages_and_code_is_marked() -> None:
    assert unmarked_in_templates(own_sources()) == []
    assert unmarked_in_python(own_sources()) == []


def is_of_the_product(kind: type) -> bool:
    """What tests declare for themselves speaks to nobody."""
    return kind.__module__.startswith("apps.") and ".tests." not in kind.__module__


def test_problems_modules_and_forms_speak_every_language() -> None:
    assert all(get_resolver(urls).url_patterns for urls in ("config.urls", "config.public_urls")), "now all are loaded"
    problems = [one for one in subclasses(ProblemError) if is_of_the_product(one)]
    assert len(problems) > 10
    assert [one.__name__ for one in problems if not isinstance(one.title, Promise)] == []

    declared = [(module.label, module.title) for module in all_modules()]
    for module in all_modules():
        declared.append((module.label, module.description))
        declared += [
            (module.label, one.title) for part in (module.meters, module.permissions, module.nav) for one in part
        ]
    assert [label for label, text in declared if not isinstance(text, Promise)] == []

    forms = [one for one in subclasses(BaseForm) if is_of_the_product(one) and not issubclass(one, ModelForm)]
    assert len(forms) >= 3
    silent = [
        f"{form.__name__}.{name}"
        for form in forms
        if not form.__module__.endswith(".samples")
        for name, field in getattr(form, "base_fields", {}).items()
        if field.label is not None and not isinstance(field.label, Promise)
    ]
    assert silent == []


def test_ours_come_before_what_a_library_says_for_the_same_words() -> None:
    ours = [
        (message.id, message.string)
        for source in own_sources()
        for message in read_catalog(source.po_file("de"), "de")
        if isinstance(message.id, str) and message.id and not message.context
    ]
    assert ("Home", "Startseite") in ours
    with translation.override("de"):
        assert [text for text, said in ours if gettext(text) != said] == []


def test_names_that_django_makes_of_the_code_are_translated_too() -> None:
    field = apps.get_model("cv_analysis.Cv")._meta.get_field("uploaded_by")
    with translation.override("de"):
        assert (str(field.verbose_name), str(apps.get_model("accounts.Membership")._meta.verbose_name)) == (
            "hochgeladen von",
            "Mitgliedschaft",
        )


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        ("<p>Sign in</p>", '<p>{% translate "Sign in" %}</p>'),
        ("<p>{{ n }} seats</p>", "<p>{{ n }} · {{ name }}, 3 / 4</p>"),
        ("{% if a %}Yes{% endif %}", "{# Nobody reads this #}{% comment %}Nor this{% endcomment %}"),
        ('<a title="Close">{{ x }}</a>', '<a title="{% translate "Close" %}" class="Close it">{{ x }}</a>'),
        ('<c-button icon="x">Save</c-button>', '<c-button icon="x">{% translate "Save" %}</c-button>'),
        ('<c-empty-state text="No CV yet" />', '<c-empty-state text="{% translate "No CV yet" %}" :lead="lead" />'),
        ("<c-x :title=\"'No CV'\" />", '<c-x :title="title" />'),
        ('<form data-lost="It is gone.">', '<form data-upload="cv-list" data-max-mb="10">'),
        ('{% include "a.html" with title="Contact" %}', '{% include "a.html" with title=_("Contact") id="contact" %}'),
        ('{{ name|default:"No name" }}', '{{ language|default:"en" }}'),
        ('{% extends a|yesno:"Open,Shut" %}{{ b|yesno:"Open,Shut" }}', '{% extends a|yesno:"app.html,public.html" %}'),
        (
            "<p>{% blocktranslate %}One{% endblocktranslate %} two</p>",
            "{% blocktranslate %}One {{ a }}{% endblocktranslate %}",
        ),
        ("{{ day|date:'j M' }}", '{{ day|day }} <time datetime="{{ day|date:"c" }}">'),
        ("{{ price|floatformat:2 }} {{ a|naturaltime }}", '{{ price|money:"USD" }} {{ a|relative }}'),
        ("<p>Press <kbd>Esc</kbd></p>", "<p><kbd>Esc</kbd> <code>pip install</code></p>"),
        ("<p>Ada Lovelace</p>", '<p translate="no">Ada <b>Lovelace</b></p>'),
        ('<p translate="no">Ada</p><p>wrote</p>', '<p lang="en">As she wrote it</p>'),
        ('<meta name="description" content="Hiring">', '<meta name="viewport" content="width=device-width">'),
        ("<p>Rostrum reads</p>", "<p>Rostrum · PDF</p>"),
    ],
)
def test_unmarked_words_in_a_template_are_noticed(bad: str, good: str) -> None:
    assert (unmarked_in(bad) != [], unmarked_in(good)) == (True, [])


def test_a_finding_names_its_line() -> None:
    source = '{% load i18n %}\n{% blocktranslate %}a\nb{% endblocktranslate %}\n<p>\n  Sign in</p>\n{{ d|date:"j" }}'
    assert unmarked_in(source) == [(4, "Sign in"), (6, "|date")]


def test_mails_are_read_as_plain_text() -> None:
    assert unmarked_in("Hello {{ name }}\n", html=False) == [(1, "Hello")]
    assert unmarked_in('{% translate "Hello" %}\n\n-- \n{{ base_url }}', html=False) == []


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        ('messages.success(request, "Saved.")', 'messages.success(request, _("Saved."))'),
        ('messages.error(request, f"{name} is gone")', 'messages.error(request, f"{a}: {b}")'),
        ('messages.warning(request, "A task was lost")', 'log.warning("A task was lost")'),
        ('class E(ProblemError):\n  title = "Gone."', 'class E(ProblemError):\n  title = _("Gone.")\n  code = "gone"'),
        ('raise NoSeatError("Buy one more")', 'raise NoSeatError(_("Buy one more"))'),
        ('raise forms.ValidationError("Too short")', 'raise RuntimeError("no tenant here")'),
        ('name = forms.CharField(label="Name")', 'name = forms.CharField(label=_("Name"), max_length=3)'),
        ('size = models.IntegerField(help_text="In bytes")', 'size = serializers.IntegerField(help_text="In bytes")'),
        ('class S(models.TextChoices):\n  A = "a", "Active"', 'class S(models.TextChoices):\n  A = "a", _("Active")'),
        ('class S(TextChoices):\n  A = "active"', 'class S(StrEnum):\n  A = "active"'),
        ('class A(AppConfig):\n  verbose_name = "People"', 'class A(AppConfig):\n  name = "apps.people"'),
        ('class M(Model):\n  class Meta:\n    verbose_name = "seat"', 'class M(Model):\n  db_table = "seat"'),
        ('nav = (NavItem("a:b", "CVs", icon="x"),)', 'nav = (NavItem("a:b", _("CVs"), icon="x"),)'),
        ('JsonResponse({"title": "Send one"})', 'JsonResponse({"title": _("Send one"), "code": "send-one"})'),
        ('@display(description="Days left")\ndef f(): pass', '@extend_schema(description="Days left")\ndef f(): pass'),
        ('a = Column("size", "Size" if wide else "")', 'a = Column("size", _("Size"))'),
        ('a = date_format(day, "j")', "a = formats.day(day)"),
    ],
)  # fmt: skip
def test_unmarked_words_in_code_are_noticed(bad: str, good: str) -> None:
    problems = frozenset({"NoSeatError"})
    assert (unmarked_in_code(bad, problems) != [], unmarked_in_code(good, problems)) == (True, [])


def test_problems_are_known_by_their_parents() -> None:
    tree = ast.parse("class A(ProblemError): pass\nclass B(problems.A): pass\nclass C(ValueError): pass")
    assert problem_names([tree]) == {"ProblemError", "A", "B"}


@pytest.fixture
def shop(tmp_path: Path) -> Source:
    """A part with a text in code, one in a template, and one in a mail."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "views.py").write_text('title = _("Open")\nsaid = ngettext("%(n)d bag", "%(n)d bags", n)\n')
    (tmp_path / "templates" / "a.html").write_text(
        '<c-x text="{% translate "Shut" %}" />\n  {% blocktranslate trimmed %}\n  Dear {{ who }},\n  come in'
        "{% endblocktranslate %}"
        '{% translate "Open" context "verb" %}{% include "b.html" with title=_("Till") %}'
    )
    (tmp_path / "templates" / "b.txt").write_text('{% translate "100 % wool" %}')
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_shop.py").write_text('_("Nobody reads this")')
    return Source("shop", tmp_path, (tmp_path,))


def texts_of(catalog: Catalog) -> dict[object, object]:
    """Each text, with its context where it has one, and what it is in the other language."""

    def plain(words: object) -> object:
        return tuple(words) if isinstance(words, list | tuple) else words

    return {
        (one.context, plain(one.id)) if one.context else plain(one.id): plain(one.string) for one in catalog if one.id
    }


def test_texts_are_found_in_code_templates_components_and_mails(shop: Source) -> None:
    found = extract_all(shop)
    assert set(texts_of(found)) == {
        "Open",
        ("%(n)d bag", "%(n)d bags"),
        "Shut",
        "Dear %(who)s, come in",
        ("verb", "Open"),
        "Till",
        "100 %% wool",
    }


def test_a_file_is_brought_up_to_date_without_churn_or_guesses(shop: Source) -> None:
    assert update(shop, "de")
    assert not update(shop, "de"), "the second time nothing has changed"
    file = shop.po_file("de")
    catalog = read_catalog(file, "de")
    catalog["Shut"].string = "Zu"
    catalog["Open"].string = "Offen"
    file.write_bytes(render(catalog, "Texts of shop in German"))
    first = file.read_text()

    (shop.root / "views.py").write_text('# a line more\n\ntitle = _("Open!")\n')
    assert update(shop, "de")

    assert texts_of(read_catalog(file, "de")) == {
        "Open!": "", "Shut": "Zu", "Till": "", "100 %% wool": "", ("verb", "Open"): "", "Dear %(who)s, come in": "",
    }  # fmt: skip
    assert "#: views.py\n" in first
    assert "POT-Creation-Date" not in first


def test_a_text_that_another_part_has_said_is_taken_over(shop: Source) -> None:
    other = Catalog(locale="de")
    other.add("Till", string="Kasse")
    other.add("Tills", string="Kassen")
    update(shop, "de", [other])
    assert read_catalog(shop.po_file("de"), "de")["Till"].string == "Kasse"


def test_every_fault_has_a_name(shop: Source) -> None:
    known = Catalog(locale="de")
    known.add("Open", string="Auf")
    known.add("Till", string="")
    known.add(("%(n)d bag", "%(n)d bags"), string=("eine Tasche", "%(n)d Taschen"))
    known.add("Dear %(who)s, come in", string="Liebe %(wer)s, kommen Sie herein")
    known.add("Open", string="Öffnen", context="verb")
    known.add("Gone", string="Weg")

    assert sorted(faults_between(extract_all(shop), known)) == [
        "no longer used: 'Gone'",
        "not in the file: '100 %% wool'",
        "not in the file: 'Shut'",
        "not translated: 'Till'",
        "other placeholders: '%(n)d bag'",
        "other placeholders: 'Dear %(who)s, come in'",
    ]


def test_the_same_text_is_said_in_the_same_way_everywhere(shop: Source, tmp_path: Path) -> None:
    other = Source("till", tmp_path / "other", (tmp_path / "other",))
    other.root.mkdir()
    for source, said in ((shop, "Kasse"), (other, "Zahlstelle")):
        (source.root / "till.py").write_text('_("Till")')
        update(source, "de")
        catalog = read_catalog(source.po_file("de"), "de")
        catalog["Till"].string = said
        source.po_file("de").write_bytes(render(catalog, ""))
    assert "till, de: said differently in shop: 'Till'" in list(all_faults([shop, other], ["de"]))


def test_the_check_fails_on_a_text_that_is_not_in_the_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shop: Source
) -> None:
    call_command("messages", check=True)
    monkeypatch.setattr("apps.core.management.commands.messages.own_sources", lambda names: [shop])
    with pytest.raises(CommandError, match="Mark what is not"):
        call_command("messages", check=True)
    assert "shop, de: not in the file: 'Shut'" in capsys.readouterr().out
    assert not shop.locale.exists(), "checking changes nothing"
    with pytest.raises(CommandError, match="nobody"):
        call_command("messages", "nobody")


def test_compiling_again_touches_nothing() -> None:
    compile_stale()
    files = [source.po_file("de").with_suffix(".mo") for source in all_sources() if source.po_file("de").is_file()]
    assert all(file.is_file() for file in files)
    assert compile_stale() == []
    with translation.override("de"):
        assert gettext("Sign in") == "Anmelden"


def test_invented_languages_keep_what_is_no_word() -> None:
    text = '%(who)s has <b class="x">%(n)d seats</b>, 100 %% &amp; {more}'
    for said in (accented(text), mirrored(text)):
        for part in ("%(who)s", '<b class="x">', "%(n)d", "</b>", "%%", "&amp;", "{more}"):
            assert part in said
    assert accented("Sign in") == "[Šîğñ îñ~~]"
    assert mirrored("Sign in").count("\u202e") == 2
    assert accented(" and more ").startswith(" [")
    assert len(accented("Start your free trial")) >= 1.3 * len("Start your free trial")


def test_invented_languages_cover_ours_and_the_libraries(shop: Source) -> None:
    update(shop, "de")
    made = texts_of(pseudo_catalog("en-xa", [shop.po_file("de")]))
    assert made["Shut"] == "[Šĥûţ~]"
    assert made["This field is required."] == "[Ţĥîš ƒîéļđ îš řéqûîřéđ.~~~~~~~]"
    assert made["%(n)d bag", "%(n)d bags"] == ("[%(n)d ƀàğ~]", "[%(n)d ƀàğš~~]")


def test_invented_languages_are_made_only_when_asked_for(settings: Any, tmp_path: Path) -> None:
    settings.STATE_DIR = tmp_path
    compile_stale()
    assert list(tmp_path.iterdir()) == []
    settings.PSEUDO_LOCALES = True
    assert [file.relative_to(tmp_path).as_posix() for file in compile_stale()] == [
        "pseudo/en_XA/LC_MESSAGES/django.mo",
        "pseudo/ar_XB/LC_MESSAGES/django.mo",
    ]
    assert compile_stale() == []


def test_a_folder_that_cannot_be_written_stops_nothing(
    settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "pseudo").write_text("in the way")
    settings.STATE_DIR, settings.PSEUDO_LOCALES = tmp_path, True
    assert compile_stale() == []
    assert "could not be compiled" in caplog.text


def test_the_extractor_takes_python_as_well_as_templates() -> None:
    assert set(texts_of(extract_from('a = _("One") + gettext_lazy("Two")', template=False))) == {"One", "Two"}
