"""Errors go to Sentry where SENTRY_DSN names one, with ids and the way through the code, without what people wrote."""

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings

from apps.core.logs import TRACED, bound

if TYPE_CHECKING:
    from sentry_sdk.types import Event

# Of an event. Requests, people, machines, breadcrumbs and whatever else a client may add later stay here.
KEPT = ("event_id", "timestamp", "level", "logger", "platform", "release", "environment", "exception", "sdk")
KEPT_OF_FRAMES = ("filename", "function", "module", "lineno", "pre_context", "context_line", "post_context", "in_app")


def without_people(event: "Event", hint: dict[str, Any]) -> "Event":
    """What may leave: kinds of errors and lines of code, never a message with values, a variable or an address."""
    whole = cast("dict[str, Any]", event)
    sent = {name: whole[name] for name in KEPT if name in whole}
    if template := (whole.get("logentry") or {}).get("message"):
        # As it stands in the code, with its places for values empty; other texts may have values in them.
        record = hint.get("log_record")
        if record is not None and record.msg == template and record.args:
            sent["logentry"] = {"message": template}
    for error in (sent.get("exception") or {}).get("values", ()):
        error["value"] = ""
        for frame in (error.get("stacktrace") or {}).get("frames", ()):
            for name in set(frame) - set(KEPT_OF_FRAMES):
                del frame[name]
        error.pop("mechanism", None)
    sent["tags"] = {name: value for name, value in bound().items() if name in TRACED}
    return cast("Event", sent)


def report_errors() -> None:
    """Start the client, which is loaded only now; it reports what is logged as an error and what ends a process."""
    if not settings.SENTRY_DSN:
        return
    import sentry_sdk  # noqa: PLC0415 -- only where it is wanted
    from sentry_sdk.integrations.dedupe import DedupeIntegration  # noqa: PLC0415 -- as above
    from sentry_sdk.integrations.excepthook import ExcepthookIntegration  # noqa: PLC0415 -- as above
    from sentry_sdk.integrations.logging import LoggingIntegration  # noqa: PLC0415 -- as above

    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        environment=settings.SENTRY_ENVIRONMENT,
        before_send=without_people,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[LoggingIntegration(level=None), ExcepthookIntegration(), DedupeIntegration()],
        send_default_pii=False,
        include_local_variables=False,
        max_breadcrumbs=0,
        auto_session_tracking=False,
        server_name="",
    )
