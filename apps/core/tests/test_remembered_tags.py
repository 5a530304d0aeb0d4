"""Addresses and texts that are remembered: the same as Django's own tags say, wherever and in whichever language."""

from typing import Any
from uuid import uuid4

import pytest
from django.template import Context, RequestContext, Template
from django.template.defaulttags import URLNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import static
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse, set_script_prefix, set_urlconf
from django.utils.safestring import mark_safe
from django.utils.translation import override

from apps.core.templatetags.remembered_i18n import ConstantTextNode, PhraseNode
from apps.core.templatetags.remembered_urls import MOST_REMEMBERED, RememberedURLNode, form_of


@pytest.fixture(autouse=True)
def _as_it_was() -> Any:
    yield
    set_script_prefix("/")
    set_urlconf(None)


def only(template: Template, kind: type[Any]) -> Any:
    (node,) = template.nodelist.get_nodes_by_type(kind)
    return node


@pytest.mark.parametrize("text", ['{% url "home:settings" %}', '{% url "home:settings" as there %}{{ there }}'])
def test_address_is_the_one_of_the_workspace_that_is_asked_in(text: str) -> None:
    template = Template(text)
    node = only(template, RememberedURLNode)
    found = []
    for prefix in ("/t/acme/", "/", "/t/beta/", "/t/acme/"):
        set_script_prefix(prefix)
        own = Context()
        itself = URLNode.render(node, own) or own["there"]
        assert template.render(Context()) == itself
        found.append(itself)
    assert found == ["/t/acme/settings/", "/settings/", "/t/beta/settings/", "/t/acme/settings/"]
    # However many workspaces there are.
    assert len(node._forms) == 1


def test_same_name_in_another_map_of_addresses_leads_there() -> None:
    template = Template('{% url "home:settings" as there %}{{ there }}')
    assert template.render(Context()) == "/settings/"
    set_urlconf("config.public_urls")
    assert template.render(Context()) == ""
    set_urlconf(None)
    assert template.render(Context()) == "/settings/"


def test_name_that_leads_nowhere_is_said_each_time() -> None:
    template = Template('{% url "home:nowhere" %}')
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            template.render(Context())


def test_name_in_a_variable_may_change() -> None:
    template = Template("{% url name %}")
    found = [template.render(Context({"name": name})) for name in ("home:settings", "team:index", "home:settings")]
    assert found == ["/settings/", "/team/", "/settings/"]


@pytest.mark.parametrize(
    "text",
    [
        '{% url "hiring:candidate" one %}',
        '{% url "hiring:candidate" pk=one %}',
        '{% url "hiring:candidate" one as there %}{{ there }}',
        '{% url "code_assessment:problem" name %}',
        '{% url "home:logo" number %}',
    ],
)
def test_address_with_a_part_that_varies_is_djangos_own(text: str) -> None:
    template = Template(text)
    node = only(template, RememberedURLNode)
    ids = [uuid4() for _ in range(3)]
    for prefix, one, number in zip(("/t/acme/", "/", "/t/acme/") * 2, ids * 2, range(1, 7), strict=True):
        set_script_prefix(prefix)
        words = {"one": one, "name": f"two-sum-{number % 2}", "number": number}
        own = Context(words)
        itself = URLNode.render(node, own) or own["there"]
        assert template.render(Context(words)) == itself
        assert itself.startswith(prefix)


def test_address_of_all_ids_is_one_form() -> None:
    template = Template('{% for one in ids %}{% url "hiring:candidate" one %} {% endfor %}')
    ids = [uuid4() for _ in range(5)]
    found = template.render(Context({"ids": ids})).split()
    assert found == [reverse("hiring:candidate", args=[one]) for one in ids]
    assert len(only(template, RememberedURLNode)._forms) == 1


def test_same_id_twice_is_looked_up_each_time() -> None:
    one, two = uuid4(), uuid4()
    assert form_of(f"/{one}/of/{one}/", [one, one]) is None
    assert form_of(f"/{one}/of/{two}/{{}}", [two, one]) == "/{1}/of/{0}/{{}}"


def test_values_that_lead_nowhere_are_said_each_time() -> None:
    template = Template('{% url "hiring:candidate" one as there %}[{{ there }}]')
    assert [template.render(Context({"one": one})) for one in ("no id", 1.5, None, "no id")] == ["[]"] * 4


def test_no_more_addresses_are_remembered_than_pages_need() -> None:
    template = Template('{% for one in names %}{% url "code_assessment:problem" one %} {% endfor %}')
    names = [f"problem-{number}" for number in range(MOST_REMEMBERED + 10)]
    assert len(template.render(Context({"names": names})).split()) == len(names)
    assert len(only(template, RememberedURLNode)._forms) == 10


def test_several_sites_of_one_application_are_told_apart() -> None:
    template = Template('{% url "admin:index" %}')
    request = RequestFactory().get("/")
    found = set()
    for name in ("admin", "another", None):
        if name:
            request.current_app = name
        found.add(template.render(RequestContext(request)))
    assert len(found) == 1
    assert len(only(template, RememberedURLNode)._forms) == 2


@pytest.mark.parametrize(
    "text", ['{% load i18n %}{% translate "Sign out" %}', '{% load i18n %}{% trans "Sign out" as x %}{{ x }}']
)
def test_text_is_in_the_language_of_whoever_asks(text: str) -> None:
    template = Template(text)
    node = only(template, ConstantTextNode)
    said = []
    for language in ("en", "de", "en", "de"):
        with override(language):
            own = Context()
            itself = TranslateNode.render(node, own) or own["x"]
            assert template.render(Context()) == itself
            said.append(itself)
    assert said[0] == "Sign out" != said[1]
    assert said[:2] == said[2:]


@pytest.mark.parametrize(
    "text", ["{% translate name %}", '{% translate "May" context "month" %}', '{% translate "may"|upper %}']
)
def test_what_is_not_constant_is_djangos_own(text: str) -> None:
    assert type(only(Template(f"{{% load i18n %}}{text}"), TranslateNode)) is TranslateNode
    with override("de"):
        assert Template(f"{{% load i18n %}}{text}").render(Context({"name": "Sign out"}))


PHRASES = [
    "{% blocktranslate %}Account of {{ user }}{% endblocktranslate %}",
    "{% blocktranslate with user=one.name %}Account of {{ user }}{% endblocktranslate %}",
    "{% blocktranslate with user=one.name|upper %}Account of {{ user }}{% endblocktranslate %}",
    "{% blocktranslate trimmed %}\n  Account of\n  {{ user }}\n{% endblocktranslate %}",
    "{% blocktranslate %}100% of {{ nobody }}{% endblocktranslate %}",
]


@pytest.mark.parametrize("text", PHRASES)
def test_phrase_is_djangos_own_in_each_language(text: str) -> None:
    template = Template(f"{{% load i18n %}}{text}")
    node = only(template, PhraseNode)
    for language in ("en", "de", "en", "de"):
        for name in ("<Ada>", mark_safe("<b>Ben</b>"), 7):
            words = {"user": name, "one": {"name": name}}
            with override(language):
                own = Context(words)
                with own.bind_template(template):
                    itself = BlockTranslateNode.render(node, own)
                assert template.render(Context(words)) == itself
                assert language == "en" or "100%" in text or "Account" not in itself


def test_translation_that_names_something_else_falls_back_as_djangos_own_does() -> None:
    template = Template("{% load i18n %}{% blocktranslate %}Account of {{ user }}{% endblocktranslate %}")
    with override("de"):
        only(template, PhraseNode)._patterns["de"] = "Konto von %(person)s"
        assert "Ada" in template.render(Context({"user": "Ada"}))


@pytest.mark.parametrize(
    "text",
    [
        "{% blocktranslate count n=2 %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}",
        '{% blocktranslate context "month" %}May{% endblocktranslate %}',
        "{% blocktranslate asvar x %}Account of {{ user }}{% endblocktranslate %}",
    ],
)
def test_phrase_with_several_forms_a_context_or_a_variable_of_its_own_is_djangos_own(text: str) -> None:
    assert type(only(Template(f"{{% load i18n %}}{text}"), BlockTranslateNode)) is BlockTranslateNode


def test_part_in_another_language_is_in_that_language() -> None:
    word = '{% translate "Sign out" %}'
    text = f'{word}|{{% language "de" %}}{word}{{% endlanguage %}}|{word}'
    with override("en"):
        first, part, last = Template(f"{{% load i18n %}}{text}").render(Context()).split("|")
    assert (first, last) == ("Sign out", "Sign out")
    assert part != first


def test_file_of_a_constant_path_is_looked_up_once(settings: Any) -> None:
    template = Template('{% load static %}{% static "app.js" %} {% static path %} {% static "app.js" as x %}{{ x }}')
    said = template.render(Context({"path": "app.js"})).split()
    assert [*{*said}] == [static("app.js")]
    settings.STATIC_URL = "/elsewhere/"
    assert template.render(Context({"path": "app.js"})).split() == [static("app.js")] * 3


def test_percent_sign_and_marks_stand_as_in_djangos_own() -> None:
    template = Template('{% load i18n %}{% translate "100% <b>sure</b>" %}')
    itself = TranslateNode.render(only(template, ConstantTextNode), Context())
    assert [template.render(Context()) for _ in range(2)] == [itself] * 2 == ["100% <b>sure</b>"] * 2
