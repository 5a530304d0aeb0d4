"""An interview before its start: its questions, which of them are still being written, and who wrote them."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.core.modules import get_module
from apps.interviews.models import OwnQuestion, Question, Session, WritingOrder
from apps.interviews.services.paying import MODULE, may_spend, price_of
from apps.interviews.singles import METER
from apps.marketplace.live_time import LivePrice
from apps.marketplace.meters import left_of
from apps.tenants.models import Tenant

Text = str | Promise
WHY: dict[str, Text] = {
    "no-provider": gettext_lazy("No language model is set up for this workspace."),
    "over-budget": gettext_lazy("The budget for language models is used up for this month."),
    "over-time": gettext_lazy("The language model did not answer in time."),
    "too-often": gettext_lazy("You had many questions written within the last hour; try again later."),
    "faulty": gettext_lazy("Not all that the language model wrote kept to the rules for questions."),
}
FAILED = gettext_lazy("The language model gave no usable answer.")


def why_of(order: WritingOrder) -> Text:
    """Why there are fewer written questions than wanted; nothing where there are not."""
    if order.is_waiting or order.is_whole:
        return ""
    return WHY.get(order.failure or "over-time", FAILED)


def price_to_start(session: Session, tenant: Tenant) -> LivePrice | None:
    """What it costs to practise beyond what is included; None while it is included."""
    if not session.is_practice:
        return None
    meter = next(one for one in get_module(MODULE).meters if one.name == METER)
    left = left_of(tenant, MODULE, meter, session.member_id)
    return price_of(session) if left == 0 and may_spend(session) else None


@dataclass(frozen=True, slots=True)
class Row:
    """A question of the list; `kept` is the key of the own question that it was saved as."""

    question: Question
    is_being_written: bool
    kept: str

    @property
    def is_generated(self) -> bool:
        return bool(self.question.asked["source"] == "generated")


def order_of(session: Session) -> WritingOrder | None:
    """The last order for questions of the interview."""
    return orders_of(session).first()


def orders_of(session: Session) -> QuerySet[WritingOrder]:
    return WritingOrder.objects.filter(session=session)


def kept_of(session: Session, questions: list[Question]) -> dict[str, str]:
    """Of the written questions those that the person saved: key of the own question by text."""
    texts = [one.text for one in questions if one.asked["source"] == "generated"]
    if not texts:
        return {}
    rows = OwnQuestion.objects.filter(made_by_id=session.member_id, is_shared=False, text__in=texts).exclude(origin="")
    return {text: str(pk) for pk, text in rows.values_list("pk", "text")}


class PreviewPage:
    """What the person sees who may look at the questions before the start."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.order = order_of(session)

    @property
    def is_writing(self) -> bool:
        return self.order is not None and self.order.is_waiting

    @property
    def is_writing_all(self) -> bool:
        """Not only another one instead of one that was not liked."""
        return self.is_writing and self.order is not None and not self.order.is_again

    @cached_property
    def rows(self) -> list[Row]:
        questions = list(self.session.questions.order_by("position"))
        waiting = set(self.order.questions) if self.is_writing and self.order else set()
        kept = kept_of(self.session, questions)
        return [Row(one, str(one.pk) in waiting, kept.get(one.text, "")) for one in questions]

    @property
    def engine(self) -> str:
        """Who wrote questions of this list, with the version of the prompt."""
        return next((str(row.question.asked["origin"]) for row in self.rows if row.is_generated), "")

    @property
    def note(self) -> str:
        """Why there are questions of the library where written ones were wanted; nothing where all went well."""
        reason = str(why_of(self.order)) if self.order else ""
        if self.order is None or not reason:
            return ""
        if self.order.is_again:
            return _("%(reason)s The new question comes from the library.") % {"reason": reason}
        if not self.order.written:
            return _("%(reason)s These questions come from the library.") % {"reason": reason}
        rest = ngettext(
            "%(n)d question comes from the library.", "%(n)d questions come from the library.", self.order.missing
        ) % {"n": self.order.missing}
        return f"{reason} {rest}"
