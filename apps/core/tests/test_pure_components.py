"""Components that are remembered: the same text as django_cotton's own, and each drawn once."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils.translation import override
from django_cotton.templatetags._component import CottonComponentNode

from apps.core.templatetags.pure_components import MOST_REMEMBERED, PURE, PureComponentNode

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
]


def nodes_of(template: Template) -> list[Any]:
    return template.nodelist.get_nodes_by_type(PureComponentNode)


@pytest.mark.parametrize("text", WAYS)
def test_it_says_what_the_component_would_have_said(text: str) -> None:
    template, context = Template(text), {"chosen": "briefcase", "number": 14}
    (node,) = nodes_of(template)
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
    around = dict.fromkeys(re.findall(r"\w+", source), "around")
    assert Template(f"{{% cotton {name} {attributes} /%}}").render(Context(around)) == alone


def test_no_more_is_remembered_than_a_page_needs() -> None:
    template = Template("{% for one in sizes %}{% cotton icon name='search' :size='one' /%}{% endfor %}")
    text = template.render(Context({"sizes": range(1, MOST_REMEMBERED + 50)}))
    (node,) = nodes_of(template)
    assert text.count("<svg") == MOST_REMEMBERED + 49
    assert len(node._rendered) == MOST_REMEMBERED


def test_a_component_with_words_of_its_own_is_no_pure_one() -> None:
    assert nodes_of(Template("{% cotton icon name='search' %}words{% endcotton %}")) == []
    assert nodes_of(Template("{% cotton badge %}words{% endcotton %}")) == []
