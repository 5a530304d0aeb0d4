"""Components that are remembered: the same text as django_cotton's own, and each drawn once."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override
from django_cotton.templatetags._component import CottonComponentNode

from apps.core.templatetags.remembered_components import MOST_REMEMBERED, PURE, PureComponentNode

WAYS = [
    '{% cotton icon name="search" size="16" /%}',
    '{% cotton icon name="search" size="16" class="lucide text-muted" /%}',
    '{% cotton icon :name="chosen" size="20" /%}',
    '{% cotton icon name="{{ chosen }}" size="{{ number }}" /%}',
    "{% cotton icon name=chosen /%}",
    "{% cotton mark size='24' /%}",
    "{% cotton theme-switch /%}",
    "{% cotton connection-banner id='connection' /%}",
    "{% cotton unsaved-dialog /%}",
    "{% cotton status kind='success' icon='check' %}{{ chosen }}{% endcotton %}",
    "{% cotton button :href='chosen' icon='x' hx-get='{{ chosen }}' disabled %}<b>{{ number }}</b>{% endcotton %}",
    "{% cotton badge %}{% cotton icon name='x' /%}{% endcotton %}",
    "{% cotton toast kind='error' /%}",
]


def nodes_of(template: Template) -> list[Any]:
    return template.nodelist.get_nodes_by_type(PureComponentNode)


@pytest.mark.parametrize("text", WAYS)
def test_it_says_what_the_component_would_have_said(text: str) -> None:
    template, context = Template(text), {"chosen": "briefcase", "number": 14}
    node, *_ = nodes_of(template)
    itself = CottonComponentNode.render(node, Context(context))
    assert "<svg" in itself or "<dialog" in itself
    assert [template.render(Context(context)) for _ in range(3)] == [itself] * 3


def test_what_differs_is_drawn_apart_and_what_is_the_same_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    render = CottonComponentNode.render

    def noted(self: Any, context: Context) -> Any:
        drawn.append(context["one"])
        return render(self, context)

    monkeypatch.setattr(CottonComponentNode, "render", noted)
    template = Template("{% for one in names %}{% cotton icon :name='one' size='16' /%}{% endfor %}")
    names = ["search", "briefcase", "search", "x", "briefcase"]
    text = template.render(Context({"names": names}))
    assert drawn == ["search", "briefcase", "x"]
    assert text.count("<svg") == len(names)


def test_each_language_has_its_own_words() -> None:
    template = Template("{% cotton unsaved-dialog /%}")
    said = {}
    for language in ("en", "de", "en"):
        with override(language):
            said[language] = template.render(Context())
    assert "Leave without saving?" in said["en"]
    assert "Leave without saving?" not in said["de"]


@pytest.mark.parametrize("name", sorted(PURE))
def test_nothing_around_it_changes_what_it_says(name: str) -> None:
    """Whatever names the page has values for, the components ask for none of them."""
    attributes = "name='search'" if name == "icon" else ""
    template = Template(f"{{% cotton {name} {attributes} /%}}")
    alone = template.render(Context())
    source = Path(settings.BASE_DIR, "templates", "cotton", f"{name.replace('-', '_')}.html").read_text()
    around = dict.fromkeys({*re.findall(r"\w+", source)} - {"True", "False", "None"}, "around")
    assert Template(f"{{% cotton {name} {attributes} /%}}").render(Context(around)) == alone


def test_no_more_is_remembered_than_a_page_needs() -> None:
    template = Template("{% for one in sizes %}{% cotton icon name='search' :size='one' /%}{% endfor %}")
    text = template.render(Context({"sizes": range(1, MOST_REMEMBERED + 50)}))
    (node,) = nodes_of(template)
    assert text.count("<svg") == MOST_REMEMBERED + 49
    assert len(node._rendered) == 49


def test_text_that_is_safe_and_one_that_is_not_are_told_apart() -> None:
    template = Template("{% for one in texts %}{% cotton button :href='one' %}{{ one }}{% endcotton %}{% endfor %}")
    safe = template.render(Context({"texts": [mark_safe("<i>"), "<i>", mark_safe("<i>"), "<i>"]}))
    assert (safe.count('href="<i>"'), safe.count('href="&lt;i&gt;"')) == (2, 2)


def test_number_and_what_is_true_are_told_apart() -> None:
    template = Template("{% for one in values %}{% cotton icon name='x' class='{{ one }}' :size='one' /%}{% endfor %}")
    text = template.render(Context({"values": [1, True, 1, True]}))
    assert (text.count('class="1"'), text.count('class="True"')) == (2, 2)


def test_words_that_are_translated_late_are_remembered_by_language() -> None:
    template = Template("{% cotton button :href='late' %}x{% endcotton %}")
    late = gettext_lazy("Sign out")
    said = []
    for language in ("en", "de", "en", "de"):
        with override(language):
            said.append(template.render(Context({"late": late})))
    assert "Sign out" in said[0] != said[1]
    assert said[:2] == said[2:]


class Named:
    """Like a row of the database: equal to itself, whatever its name became."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return self.name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named)

    def __hash__(self) -> int:
        return 1


def test_what_can_change_its_name_is_drawn_anew() -> None:
    template = Template("{% cotton button :href='one' %}x{% endcotton %}")
    found = [template.render(Context({"one": Named(name)})) for name in ("before", "after")]
    assert ["before" in found[0], "after" in found[1]] == [True, True]


def test_component_with_a_part_that_has_a_name_is_no_pure_one() -> None:
    part = "{% if one %}{% cotton:slot undo %}<form>{{ one }}</form>{% endcotton:slot %}{% endif %}"
    template = Template(f"{{% cotton toast %}}words{part}{{% endcotton %}}")
    assert nodes_of(template) == []
    assert ["<form>2</form>" in template.render(Context({"one": one})) for one in (0, 2, "")] == [False, True, False]


def test_row_in_an_attribute_spread_over_many_is_drawn_anew() -> None:
    template = Template("{% cotton button :attrs='more' %}x{% endcotton %}")
    assert ["data-a" in template.render(Context({"more": {name: "1"}})) for name in ("data-a", "data-b")] == [
        True,
        False,
    ]
