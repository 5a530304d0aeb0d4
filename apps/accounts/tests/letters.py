"""Reading the mails of invitations."""

import re
from collections.abc import Callable
from email import message_from_string, policy

Mails = Callable[[], list[str]]


def text_of(mail: str) -> str:
    """What the mail says, as plain text."""
    part = message_from_string(mail, policy=policy.default).get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def links_of(mails: Mails) -> list[str]:
    """The paths behind the links of the invitations that were sent, oldest first."""
    return [re.search(r"https?://[^/]+(/t/\S+/team/join/\S+/)", text_of(mail))[1] for mail in mails()]  # type: ignore[index]  # each has one


def key_in(link: str) -> str:
    return link.rstrip("/").rpartition("/")[2]
