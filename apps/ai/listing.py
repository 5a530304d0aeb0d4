"""How the list of calls can be filtered, sorted and exported."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.ai.models import FAILURES
from apps.ai.queries import feature_title
from apps.core.listing import Column, Export, Filter, Listing

OUTCOMES = (("answered", _("Answered")), ("failed", _("Not answered")), ("known", _("Known from before")))


def _that_are(outcome: str) -> Q:
    if outcome == "known":
        return Q(is_cached=True)
    return Q(failure="", is_cached=False) if outcome == "answered" else ~Q(failure="")


class CallListing(Listing):
    """Calls of language models for the workspace, the newest first."""

    name = "ai.calls"
    columns = (
        Column("at", _("Time"), ("id",), "medium", descending_first=True),
        Column("feature", _("For"), ("feature",)),
        Column("model", _("Model"), ("provider", "model"), "wide", hidden_below="sm"),
        Column("outcome", _("Outcome"), ("failure",), "medium"),
        Column("took", _("Took"), ("milliseconds",), "narrow", True, "md", True),
        Column("cost", _("Cost"), ("cost",), "narrow", at_end=True, hidden_below="sm", descending_first=True),
    )
    filters = (
        Filter("outcome", _("Outcome"), OUTCOMES, _that_are),
        Filter("why", _("Failure"), tuple(FAILURES.items()), lambda value: Q(failure=value)),
    )
    search_fields = ("feature", "provider", "model", "prompt")
    default_sort = "-at"


CALL_EXPORT = Export(
    "ai-calls",
    (
        *(_("Time"), _("For"), _("Prompt"), _("Provider"), _("Model"), _("Outcome"), _("Tries"), _("Milliseconds")),
        *(_("Tokens read"), _("Tokens written"), _("Estimated"), _("Cost (USD)")),
    ),
    lambda one: (
        *(one.created_at.isoformat(), feature_title(one.feature), one.prompt, one.provider, one.model),
        *(one.get_failure_display() or _("Answered"), one.tries, one.milliseconds, one.tokens_in, one.tokens_out),
        *(_("yes") if one.is_estimate else _("no"), str(one.cost)),
    ),
)
