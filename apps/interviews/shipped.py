"""The templates that the module brings: five kinds of interview for each role, and a whole process of four rounds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.interviews.configuration import Round
from apps.interviews.evaluation.model import WEIGHTS
from apps.interviews.library import GENERAL, ROLES

Text = str | Promise
PROCESS = "process"
# What has to be designed for is asked of these.
DESIGNING = (
    "backend", "frontend", "mobile", "data-engineer", "data-scientist", "ml-engineer", "devops", "qa",
)  # fmt: skip
ROLE_TITLES: dict[str, Text] = {
    "backend": _("Backend engineer"),
    "frontend": _("Frontend engineer"),
    "mobile": _("Mobile engineer"),
    "data-engineer": _("Data engineer"),
    "data-scientist": _("Data scientist"),
    "ml-engineer": _("Machine learning engineer"),
    "devops": _("DevOps and site reliability engineer"),
    "qa": _("Quality assurance engineer"),
    "product-manager": _("Product manager"),
    "designer": _("Product designer"),
    "sales": _("Sales representative"),
    "customer-success": _("Customer success manager"),
    "people-manager": _("People manager"),
}
LEVEL_TITLES: dict[str, Text] = {
    "junior": pgettext_lazy("level", "Junior"),
    "mid": pgettext_lazy("level", "Mid-level"),
    "senior": pgettext_lazy("level", "Senior"),
}
KIND_TITLES: dict[str, Text] = {
    "mixed": _("Mixed"),
    "phone": _("Phone screening"),
    "technical": _("Technical"),
    "behavioural": _("Behavioural"),
    "case": _("Case"),
    "system-design": _("System design"),
    "culture": _("Working together"),
}
QUESTION_TITLES: dict[str, Text] = {
    "open": _("Open question"),
    "behavioural": _("Behavioural question"),
    "system-design": _("System design"),
    "case": _("Case"),
    "multiple-choice": _("Multiple choice"),
    "coding": _("Coding task"),
}


@dataclass(frozen=True, slots=True)
class Shipped:
    """A kind of interview that stands ready: of the module, or one of the workspace's own in the same shape."""

    slug: str
    title: Text
    description: Text
    role: str
    rounds: tuple[Round, ...]
    weights: Mapping[str, int] = field(default_factory=lambda: dict(WEIGHTS))
    is_own: bool = False

    @property
    def role_title(self) -> Text:
        return ROLE_TITLES.get(self.role, "")

    @property
    def number(self) -> int:
        """How many questions all rounds ask."""
        return sum(one.number for one in self.rounds)


DESCRIPTIONS: dict[str, Text] = {
    "technical": _("Questions of the trade: what one knows, decides and would do."),
    "behavioural": _("What somebody did in real situations, told with situation, task, action and result."),
    "case": _("A problem of the trade to be worked through aloud."),
    "system-design": _("A system to be designed, with its limits and what they cost."),
    "culture": _("How somebody works with others, learns and disagrees."),
    PROCESS: _("Four rounds, each opened by the one before: phone, technical, behavioural, final."),
}
ROUNDS: dict[str, Round] = {
    "technical": Round("Technical", "technical", 6),
    "behavioural": Round("Behavioural", "behavioural", 4, follow_ups=2),
    "case": Round("Case", "case", 2, follow_ups=2),
    "system-design": Round("System design", "system-design", 2, follow_ups=2),
    "culture": Round("Working together", "culture", 4),
}
FOUR_ROUNDS = (
    Round("Phone", "phone", 4, follow_ups=0),
    Round("Technical", "technical", 6, opens_at=40),
    Round("Behavioural", "behavioural", 4, opens_at=50),
    Round("Final", "mixed", 6, opens_at=50, difficulty="adaptive", tone="challenging"),
)


@cache
def shipped_templates() -> Mapping[str, Shipped]:
    """By slug, in the order of roles."""
    found: dict[str, Shipped] = {}
    for role in ROLES:
        if role == GENERAL:
            continue
        for kind, one in ROUNDS.items():
            # Engineers design systems, everybody else works on cases.
            if kind == ("case" if role in DESIGNING else "system-design"):
                continue
            slug = f"{role}-{kind}"
            found[slug] = Shipped(slug, KIND_TITLES[kind], DESCRIPTIONS[kind], role, (one,))
        slug = f"{role}-{PROCESS}"
        found[slug] = Shipped(slug, _("Whole process"), DESCRIPTIONS[PROCESS], role, FOUR_ROUNDS)
    return found
