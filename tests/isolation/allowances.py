"""What may change although it belongs to the workspace that is watched, and why."""

from collections.abc import Iterable

# What anybody may cause for anybody whose address they know: a mail, and a failed sign-in that is counted.
FOR_ANYBODY = {
    "accounts/password/reset/": {"accounts_mail"},
    "accounts/login/code/": {"accounts_mail"},
    "accounts/login/": {"accounts_signin"},
    "api/v1/auth/login/": {"accounts_signin"},
}
# What a person does to what is theirs needs no right: their account, how they look at lists, where they were last.
PERSONAL = ("accounts/", "views/", "i18n/", "api/v1/auth/")
HOME = ""
# And where that is written down: in their own rows, the log of it, and the mail that tells them.
OWN_ROWS = frozenset(
    {
        *("accounts_user", "accounts_member", "accounts_membership", "accounts_savedview", "accounts_mail"),
        *("accounts_signin", "accounts_browsersession", "accounts_passwordrecord", "accounts_dataexport"),
        *("token_blacklist_outstandingtoken", "audit_auditentry", "core_queuedtask"),
    }
)

# What a candidate begins for themselves is a new row of theirs.
BEGUN = {key: {"cv_analysis_resume"} for key in ("cv-analysis/builder/new/", "api/v1/cv-analysis/resumes/")}


def unexpected(template: str, changed: Iterable[str], *, elsewhere: bool = False) -> str:
    """The changed tables and files that nothing explains; `elsewhere`: to one who does not belong there."""
    allowed = set(FOR_ANYBODY.get(template, ()))
    if not elsewhere:
        allowed |= BEGUN.get(template, set())
    if not elsewhere and (template == HOME or template.startswith(PERSONAL)):
        allowed |= OWN_ROWS
    return ", ".join(sorted(name for name in changed if name.rpartition(".")[2] not in allowed))
