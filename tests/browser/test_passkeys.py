"""Passkeys in a real browser, with the authenticator that Chromium brings for tests."""

import re

from playwright.sync_api import expect

from tests.browser.people import PASSWORD, sign_up_company
from tests.browser.visitor import Visitor

ADA = "ada@passkeys.example"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_passkey_is_added_and_signs_in_alone_and_as_second_step(visitor: Visitor) -> None:
    page = visitor.page
    workspace = sign_up_company(visitor, "Passkey Works", ADA)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    visitor.open(f"{workspace}accounts/2fa/webauthn/add/")
    visitor.fill(Password=PASSWORD)
    visitor.press("Confirm")
    page.get_by_label("Sign in with it alone").check()
    visitor.look()
    visitor.press("Add it")
    expect(page).to_have_url(re.compile("/recovery-codes/$"))
    visitor.look()

    page.context.clear_cookies()
    visitor.open("/accounts/login/")
    visitor.look()
    visitor.press("Sign in with a passkey")
    expect(page).to_have_url(f"{visitor.url}{workspace}")

    page.context.clear_cookies()
    visitor.open("/accounts/login/")
    visitor.fill(**{"E-mail address": ADA}, Password=PASSWORD)
    visitor.press("Sign in")
    visitor.title_is("Second step")
    visitor.look()
    visitor.press("Use a passkey")
    expect(page).to_have_url(f"{visitor.url}{workspace}")
    visitor.open(f"{workspace}accounts/sessions/")
    visitor.look()
