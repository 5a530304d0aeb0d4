"""Quick variables say what Django's own say, whatever they are given."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Template
from django.template.base import Variable, VariableNode
from django.template.loader import get_template
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, lazy, lazystr
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy, override

from apps.core.quick_templates import QuickVariable, QuickVariableNode, quicken


class Thing:
    """Whatever templates meet."""

    plain = "<b>"
    safe = mark_safe("<i>")
    number = 1234567
    share = 0.5
    sum = Decimal("1234.50")
    yes = True
    nothing = None
    late = gettext_lazy("Sign out")
    late_plain = lazystr("<b>")
    late_safe = lazy(lambda: mark_safe("<i>"), SafeString)()
    late_number = lazy(lambda: 1234567, int)()
    items = ("first", {"name": "second"})
    table = {"items": "a key", "plain": {"deep": "<u>"}, 3: "three"}
    many: Any = "an attribute"

    def __init__(self) -> None:
        self.called = 0

    def said(self) -> str:
        self.called += 1
        return f"said {self.called}"

    def needs(self, one: int) -> int:
        return one

    def delete(self) -> str:
        raise AssertionError("a template may not do this")

    delete.alters_data = True  # type: ignore[attr-defined]  # as Django marks it

    @property
    def gone(self) -> str:
        raise ObjectDoesNotExist

    @property
    def lost(self) -> str:
        raise AttributeError("inside of a property")

    def __str__(self) -> str:
        return "<thing>"


class Kind:
    """A class that templates may not make instances of."""

    do_not_call_in_templates = True
    name = "of a kind"


EXPRESSIONS = [
    *(f"one.{name}" for name in ("plain", "safe", "number", "share", "sum", "yes", "nothing", "late", "many")),
    *("one", "one.items.0", "one.items.1.name", "one.items.9", "one.items.name", "one.table.items", "one.table.many"),
    *("one.table.plain.deep", "one.table.3", "one.said", "one.needs", "one.delete", "one.gone"),
    *("nobody", "nobody.there", "one.nobody", "one.nothing.name", "call", "call.upper", "kind.name", "kind"),
    *("True", "None", "3", "'<p>'", "one.plain|upper", "one.number|add:'1'", "one.nobody|default:one.plain"),
    *("one.late_plain", "one.late_safe", "one.late_number", "one.late_plain|safe", "one.late_number|add:1"),
    *("one.late|upper", "now|date:'Y'", "now", "one.items|length", "one.said|add:one.said", "text.0", "text.upper"),
    *("one.share|floatformat:one.items.0", "one.table.items|default_if_none:'x'", "block.super", "forloop.counter"),
    *("template_name", "autoescape", "push", "nobody|default:one.plain", "lazy.plain", "lazy.table.3", "lazy"),
]


def told(text: str, *, quick: bool, autoescape: bool) -> str:
    template = Template(text)
    assert {type(node) for node in template.nodelist.get_nodes_by_type(VariableNode)} <= {VariableNode}
    if quick:
        quicken(template.nodelist)
    words = {"one": Thing(), "call": lambda: "<called>", "kind": Kind, "now": timezone.now(), "text": "word"}
    words["lazy"] = SimpleLazyObject(Thing)
    return template.render(Context(words, autoescape=autoescape))


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_it_says_what_django_says(expression: str) -> None:
    shown, named = f"{{{{ {expression} }}}}", f"{{% with a={expression} %}}{{{{ a }}}}{{% endwith %}}"
    text = f"{shown}{{% if {expression} %}}yes{{% endif %}}{named}"
    for language in ("en", "de"):
        for autoescape in (True, False):
            with override(language):
                said = [told(text, quick=quick, autoescape=autoescape) for quick in (False, True)]
            assert said[0] == said[1]


def test_error_inside_of_a_property_is_not_hidden() -> None:
    for quick in (False, True):
        with pytest.raises(AttributeError, match="inside of a property"):
            told("{{ one.lost }}", quick=quick, autoescape=True)


def test_variable_that_is_there_is_asked_for_once() -> None:
    thing = Thing()
    template = Template("{% for x in more %}{{ one.said }} {% endfor %}")
    quicken(template.nodelist)
    assert template.render(Context({"one": thing, "more": range(3)})) == "said 1 said 2 said 3 "


def test_name_of_the_part_inside_hides_the_one_around() -> None:
    template = Template("{{ a }}{% with a=2 %}{{ a }}{% for a in more %}{{ a }}{% endfor %}{% endwith %}{{ a }}")
    quicken(template.nodelist)
    assert template.render(Context({"a": 1, "more": [3, 4]})) == "12341"


def test_number_with_marks_for_thousands_is_written_with_them(settings: Any) -> None:
    settings.USE_THOUSAND_SEPARATOR = True
    assert told("{{ one.number }}", quick=True, autoescape=True) == told(
        "{{ one.number }}", quick=False, autoescape=True
    )


def compiled(name: str) -> Any:
    found: Any = get_template(name)
    return found.template


def test_every_template_that_is_loaded_is_quick() -> None:
    template = compiled("frame/sidebar.html")
    nodes = template.nodelist.get_nodes_by_type(VariableNode)
    assert nodes
    assert {type(node) for node in nodes} == {QuickVariableNode}
    assert {type(node.filter_expression.var) for node in nodes} == {QuickVariable}
    assert compiled("frame/sidebar.html") is template


def test_variables_of_all_kinds_of_nodes_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    text = """{% load i18n %}{% if a and not b.c or d|default:e == f %}{% endif %}{% for x in g.h %}{% endfor %}
    {% with i=j k=l.m %}{% endwith %}{% url n.o p q=r as s %}{% include t with u=v %}{% firstof w x.y %}
    {% cotton button :href="aa.bb" :title="cc" class="x {{ kk.ll }}" %}{{ dd }}{% endcotton %}
    {% blocktranslate with ee=ff.gg %}{{ ee }}{% endblocktranslate %}{% cycle hh ii as jj silent %}"""
    made: list[Variable] = []
    begin = Variable.__init__

    def noted(self: Variable, var: Any) -> None:
        begin(self, var)
        made.append(self)

    monkeypatch.setattr(Variable, "__init__", noted)
    template = Template(text)
    quicken(template.nodelist)
    names = {one.var for one in made if type(one) is QuickVariable}
    wanted = "a b.c d e f g.h j l.m n.o p r t v w x.y aa.bb cc dd ff.gg hh ii kk.ll"
    assert names >= {*wanted.split()}
