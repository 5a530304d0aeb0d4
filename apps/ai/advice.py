"""What is wrong with a server, in words that say what to do."""

from django.utils.translation import gettext_lazy as _

from apps.ai.base import Failure

ADVICE = {
    Failure.NO_PROVIDER: _("Add a server of yours, or ask the platform for one."),
    Failure.OVER_BUDGET: _("The budget of the month is used up. Raise it, or wait for the next month."),
    Failure.OVER_TIME: _("It did not answer in time. Try a smaller model, or try again when it is less busy."),
    Failure.UNREACHABLE: _("Nobody answers at this address. Check that it is right and open to the internet."),
    Failure.KEY_REFUSED: _("It refuses the key. Copy it again from the provider's page, whole and without spaces."),
    Failure.MODEL_UNKNOWN: _("It knows no such model, or the address is not that of its API, which often ends in /v1."),
    Failure.RATE_LIMITED: _("It takes no more calls at the moment. Wait a minute, or raise the limit at the provider."),
    Failure.NO_CREDIT: _("The account there has no credit left. Add some on the provider's page."),
    Failure.SERVER_ERROR: _("It failed by itself. Look at the provider's status page and try again later."),
    Failure.BAD_REQUEST: _("It does not understand our question. It has to offer Chat Completions as OpenAI does."),
    Failure.TOO_LONG: _("Even a short answer was too long for it. Choose another model."),
    Failure.REFUSED: _("The model refuses to answer a harmless question. Choose another model."),
    Failure.CUT_OFF: _("Its answer broke off. Try again; if it happens often, choose another server."),
    Failure.NOT_JSON: _("The model answers, but not in the form that we need. Choose one that can write JSON."),
    Failure.WRONG_SHAPE: _("The model answers, but not in the form that we need. Choose one that can write JSON."),
    Failure.RESTING: _("It failed several times and is left alone for some minutes."),
}
