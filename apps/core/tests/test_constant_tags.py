"""Addresses and texts that are remembered: the same as Django's own tags say, wherever and in whichever language."""

from typing import Any

import pytest
from django.template import Context, RequestContext, Template
from django.template.defaulttags import URLNode
from django.templatetags.i18n import TranslateNode
from django.test import RequestFactory
from django.urls import NoReverseMatch, set_script_prefix, set_urlconf
from django.utils.translation import override

from apps.core.templatetags.constant_urls import ConstantURLNode
from apps.core.templatetags.remembered_i18n import ConstantTextNode


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
    node = only(template, ConstantURLNode)
    found = []
    for prefix in ("/t/acme/", "/", "/t/beta/", "/t/acme/"):
        set_script_prefix(prefix)
        own = Context()
        itself = URLNode.render(node, own) or own["there"]
        assert template.render(Context()) == itself
        found.append(itself)
    assert found == ["/t/acme/settings/", "/settings/", "/t/beta/settings/", "/t/acme/settings/"]


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


def test_address_with_a_part_that_varies_is_djangos_own() -> None:
    node = only(Template('{% url "hiring:candidate" one.pk %}'), URLNode)
    assert type(node) is URLNode


def test_several_sites_of_one_application_are_told_apart() -> None:
    template = Template('{% url "admin:index" %}')
    request = RequestFactory().get("/")
    found = set()
    for name in ("admin", "another", None):
        if name:
            request.current_app = name
        found.add(template.render(RequestContext(request)))
    assert len(found) == 1
    assert len(only(template, ConstantURLNode)._known) == 2


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


def test_percent_sign_and_marks_stand_as_in_djangos_own() -> None:
    template = Template('{% load i18n %}{% translate "100% <b>sure</b>" %}')
    itself = TranslateNode.render(only(template, ConstantTextNode), Context())
    assert [template.render(Context()) for _ in range(2)] == [itself] * 2 == ["100% <b>sure</b>"] * 2
