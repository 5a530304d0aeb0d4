"""Calls of auth. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Unpack

from rostrum_client import types as t
from rostrum_client.connection import Connection
from rostrum_client.pages import Pages


class Auth:
    """What can be asked below auth/."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def agreement_retrieve(self) -> t.Agreement:
        """What you agreed to, and what is missing."""
        return self._connection.ask("GET", "auth/agreement/")

    def agreement_create(self, body: t.Agreed) -> t.Agreement:
        """Agree to the versions in force; name each that is missing."""
        return self._connection.ask("POST", "auth/agreement/", body=body)

    def change_password_create(self, body: t.ChangePassword) -> t.Session:
        """Set a new password; all other tokens end, the answer brings new ones."""
        return self._connection.ask("POST", "auth/change-password/", body=body)

    def dashboard_retrieve(self) -> t.Dashboard:
        """What is open to you and what to do next."""
        return self._connection.ask("GET", "auth/dashboard/")

    def exports_list(self) -> t.ExportPage:
        """Your archives, the newest first."""
        return self._connection.ask("GET", "auth/exports/")

    def exports_create(self) -> t.DataExport:
        """Have an archive of all your data made; a mail says when it is ready."""
        return self._connection.ask("POST", "auth/exports/")

    def exports_retrieve(self, id: str) -> t.DataExport:
        """How far it is."""
        return self._connection.ask("GET", f"auth/exports/{id}/")

    def exports_download_retrieve(self, id: str) -> bytes:
        """The archive itself, for a day."""
        return self._connection.file("GET", f"auth/exports/{id}/download/")

    def invitations_list(self, **query: Unpack[t.AuthInvitationsListQuery]) -> Pages[t.Invitation]:
        """Every invitation, the newest first."""
        return Pages(self._connection, "auth/invitations/", query=query)

    def invitations_create(self, body: t.Invite) -> t.Invitation:
        """Send an invitation; the answer does not depend on whether there is an account for the address."""
        return self._connection.ask("POST", "auth/invitations/", body=body)

    def invitations_accept_create(self, body: t.Accept) -> t.Session:
        """Accept an invitation: as a new person, or with the account of the invited address."""
        return self._connection.ask("POST", "auth/invitations/accept/", body=body)

    def invitations_bulk_create(self, body: t.Bulk) -> t.Report:
        """Invite up to 500 people; the report says what became of each."""
        return self._connection.ask("POST", "auth/invitations/bulk/", body=body)

    def invitations_destroy(self, id: str) -> None:
        """Take an invitation back that waits for an answer."""
        self._connection.ask("DELETE", f"auth/invitations/{id}/")

    def invitations_resend_create(self, id: str) -> t.Invitation:
        """Send it again with a new link and for another week; the link before dies."""
        return self._connection.ask("POST", f"auth/invitations/{id}/resend/")

    def keys_list(self, **query: Unpack[t.AuthKeysListQuery]) -> Pages[t.ApiKey]:
        """Every key of the workspace, the newest first."""
        return Pages(self._connection, "auth/keys/", query=query)

    def keys_create(self, body: t.NewApiKey) -> t.MadeApiKey:
        """Make a key. It acts with its scopes and your role, whichever allows less, and ends when you leave."""
        return self._connection.ask("POST", "auth/keys/", body=body)

    def keys_retrieve(self, id: str) -> t.ApiKey:
        """One key."""
        return self._connection.ask("GET", f"auth/keys/{id}/")

    def keys_destroy(self, id: str) -> None:
        """Revoke a key. It stays in the list, so that it can be told what it was."""
        self._connection.ask("DELETE", f"auth/keys/{id}/")

    def legal_list(self) -> t.LegalTextPage:
        """The terms of use and the privacy notice that are in force; none where the operator published none."""
        return self._connection.ask("GET", "auth/legal/")

    def login_create(self, body: t.Login) -> t.Session:
        """Trade address and password, and where it is asked for a code of the second step, for tokens."""
        return self._connection.ask("POST", "auth/login/", body=body)

    def logout_everywhere_create(self) -> None:
        """End all your tokens in every workspace and all your browsers' sessions, but the one that asks."""
        self._connection.ask("POST", "auth/logout-everywhere/")

    def logout_create(self, body: t.Refresh) -> None:
        """End all tokens of this membership."""
        self._connection.ask("POST", "auth/logout/", body=body)

    def members_list(self, **query: Unpack[t.AuthMembersListQuery]) -> Pages[t.Member]:
        """Everybody who belongs to the workspace, by name."""
        return Pages(self._connection, "auth/members/", query=query)

    def members_retrieve(self, id: str) -> t.Member:
        """One member."""
        return self._connection.ask("GET", f"auth/members/{id}/")

    def members_partial_update(self, id: str, body: t.PatchedMemberChange) -> t.Member:
        """Give the member another role, suspend them, or let them in again; their tokens end."""
        return self._connection.ask("PATCH", f"auth/members/{id}/", body=body)

    def members_destroy(self, id: str) -> None:
        """Take the member out of the workspace; an invitation brings them back to what was theirs."""
        self._connection.ask("DELETE", f"auth/members/{id}/")

    def members_transfer_ownership_create(self, id: str) -> t.Member:
        """Make the member an owner in your place; you stay as an administrator."""
        return self._connection.ask("POST", f"auth/members/{id}/transfer-ownership/")

    def profile_retrieve(self) -> t.Profile:
        """Who you are, here and elsewhere."""
        return self._connection.ask("GET", "auth/profile/")

    def profile_partial_update(self, body: t.PatchedPersonProfile) -> t.Profile:
        """Change your name, language, formats, time zone or mails; what is not sent stays."""
        return self._connection.ask("PATCH", "auth/profile/", body=body)

    def profile_destroy(self) -> None:
        """Delete your account everywhere, for good; the body holds your `password`."""
        self._connection.ask("DELETE", "auth/profile/")

    def profile_avatar_create(self, body: t.Picture) -> t.PersonProfile:
        """Set your picture: PNG, JPEG or WebP up to 2 MB, of which the middle square is kept."""
        return self._connection.ask("POST", "auth/profile/avatar/", body=body)

    def profile_avatar_destroy(self) -> None:
        """Take your picture away."""
        self._connection.ask("DELETE", "auth/profile/avatar/")

    def register_create(self, body: t.Register) -> t.Session:
        """Sign up a company with its owner, or, without `company`, a candidate."""
        return self._connection.ask("POST", "auth/register/", body=body)

    def roles_retrieve(self) -> t.Matrix:
        """What each role may do in the workspace."""
        return self._connection.ask("GET", "auth/roles/")

    def roles_update(self, body: t.RoleRights) -> t.Matrix:
        """Let the roles do this; what is not named is as the apps declare it."""
        return self._connection.ask("PUT", "auth/roles/", body=body)

    def sessions_list(self) -> list[t.BrowserSession]:
        """Where you are signed in with a browser, the last used first."""
        return self._connection.ask("GET", "auth/sessions/")

    def sessions_destroy(self, id: str) -> None:
        """Sign that browser out."""
        self._connection.ask("DELETE", f"auth/sessions/{id}/")

    def sign_in_again_create(self, body: t.SignInAgain) -> t.TokenPair:
        """Prove that it is still you: tokens of a sign-in that begins now, beside those there are."""
        return self._connection.ask("POST", "auth/sign-in-again/", body=body)

    def token_refresh_create(self, body: t.Refresh) -> t.TokenPair:
        """Trade a refresh token for a new pair; each works once."""
        return self._connection.ask("POST", "auth/token/refresh/", body=body)
