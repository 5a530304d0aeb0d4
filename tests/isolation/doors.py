"""Which addresses are open to people who are no members: a short list, by hand, so that opening one is a decision."""

# Entry pages in the workspace's look and language, what an installed product needs without a connection,
# the API's description, what anybody may ask of it. The administration asks by itself and has tests of its own.
OPEN_TO_STRANGERS = (
    *(
        "accounts/",
        "brand/",
        "team/join/",
        "cv-analysis/shared/",
        "interviews/shared/",
        "i18n/setlang/",
        "legal/",
        "manifest.webmanifest",
        "offline/",
        "sw.js",
        "admin/",
        "api/v1/schema/",
        "api/v1/docs/",
    ),
    *("api/auth/", "api/modules/", "api/v1/auth/", "api/v1/modules/"),
    # Signed by the payment provider, which is no member.
    *("api/billing/webhooks/", "api/v1/billing/webhooks/"),
)


def is_open(route: str) -> bool:
    """Whether strangers get an answer there at all."""
    return route.startswith(OPEN_TO_STRANGERS)
