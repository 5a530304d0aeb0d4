"""The product in other languages: invented ones show what is not translated or does not fit, German that it reads."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.judge import PHONE, findings_of_axe, overhang_at
from tests.browser.people import sign_up_candidate, sign_up_company, start_trial
from tests.browser.product import Product
from tests.browser.visitor import Visit, Visitor

WIDE = 1440
# Whatever is seen or heard: texts, names of controls, hints; not code, nor what says that it is nobody's to translate.
SPOKEN = """() => {
  const silent = "script, style, template, noscript, code, pre, kbd, time, [translate=no], body [lang], [dir=auto]";
  const found = [["title", document.title]];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const part = walker.currentNode.parentElement;
    if (!part.closest(silent) && part.checkVisibility()) found.push([part.tagName, walker.currentNode.data]);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt", "data-tip"])
    for (const part of document.querySelectorAll(`[${name}]`))
      if (!part.closest(silent)) found.push([name, part.getAttribute(name)]);
  return found.filter(([, text]) => text.trim());
}"""
WORD = re.compile(r"\b[^\W\d_]{2,}\b")
# Names of people, companies and files, and words that are the same everywhere.
NAMES = set(
    "Rostrum Esc Ctrl Ada Journey Cleo Pseudo Works Mirror Practice pseudo mirror candidate example journey "
    "cv_analysis plain txt PDF DOCX ODT RTF HTML TXT CSV API kB MB ms cv rostrum UTC USD English Deutsch Mirrored "
    "Noor Iyer rules crf".split()
) | set("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
STRANGERS = (
    "/",
    "/accounts/login/",
    "/accounts/signup/",
    "/signup/company/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
)
MEMBERS = (
    "",
    "marketplace/",
    "marketplace/mine/",
    "marketplace/cv_analysis/",
    "cv-analysis/",
    "cv-analysis/?q=nothing+fits",
    "settings/",
    "welcome/",
    "welcome/module/",
    "welcome/done/",
    "accounts/preferences/",
    "accounts/password/change/",
    "accounts/logout/",
)
REFUSALS = (("nowhere/", 404), ("cv-analysis/00000000-0000-7000-8000-000000000000/", 404))


def unspoken(visitor: Visitor) -> list[str]:
    """Words of the page that no translation has touched: every accented word has a letter beyond ASCII."""
    return [
        f"{visitor.page.url} {where}: {' '.join(text.split())}"
        for where, text in visitor.page.evaluate(SPOKEN)
        if any(word.isascii() and word not in NAMES for word in WORD.findall(text))
    ]


def speak(visitor: Visitor, language: str) -> None:
    visitor.page.context.add_cookies([{"name": "django_language", "value": language, "url": visitor.url}])


def main_pages(visitor: Visitor, workspace: str) -> Iterator[None]:
    """Opens one page after the other, the one of a CV with its report among them."""
    for path in MEMBERS:
        visitor.open(f"{workspace}{path}")
        yield
    visitor.open(f"{workspace}cv-analysis/")
    visitor.page.locator("tbody .row-link").first.click()
    visitor.page.wait_for_url(re.compile("/cv-analysis/[0-9a-f-]{36}/"))
    yield
    for path, status in REFUSALS:
        visitor.open(f"{workspace}{path}", status=status)
        yield


def company_with_cv(visitor: Visitor, name: str, cvs: Path) -> str:
    workspace = sign_up_company(visitor, f"{name} Works", f"{name.lower()}@journey.example")
    start_trial(visitor, workspace)
    visitor.page.set_input_files("input[type=file]", cvs / "plain.txt")
    expect(visitor.page.locator("tbody .status-word")).to_have_text("Read")
    return workspace


def test_every_word_that_a_stranger_reads_is_translated(visitor: Visitor) -> None:
    speak(visitor, "en-xa")
    left = []
    for path in STRANGERS:
        visitor.open(path)
        left += unspoken(visitor)
    visitor.open("/nowhere/", status=404)
    left += unspoken(visitor)
    assert left == [], "\n".join(left)


def test_every_word_that_a_member_reads_is_translated(visitor: Visitor, cvs: Path) -> None:
    workspace = company_with_cv(visitor, "Pseudo", cvs)
    speak(visitor, "en-xa")
    left = []
    for _page in main_pages(visitor, workspace):
        left += unspoken(visitor)
        left += overhang_at(visitor.page, PHONE["width"]) + overhang_at(visitor.page, WIDE)
    assert left == [], "\n".join(left)


def test_every_word_that_a_candidate_reads_is_translated(visitor: Visitor) -> None:
    sign_up_candidate(visitor, "candidate@journey.example")
    speak(visitor, "en-xa")
    left = []
    for path in ("/t/practice/", "/t/practice/cv-analysis/"):
        visitor.open(path)
        left += unspoken(visitor)
    assert left == [], "\n".join(left)


def test_the_check_notices_a_word_that_is_not_translated(visitor: Visitor) -> None:
    speak(visitor, "en-xa")
    visitor.open("/accounts/login/")
    visitor.page.evaluate("document.querySelector('main').append('Forgotten words')")
    assert [line for line in unspoken(visitor) if "Forgotten words" in line] != []


def test_pages_turn_for_languages_that_run_from_right_to_left(visitor: Visitor, cvs: Path) -> None:
    workspace = company_with_cv(visitor, "Mirror", cvs)
    speak(visitor, "ar-xb")
    found = []
    for _page in main_pages(visitor, workspace):
        assert visitor.page.evaluate("document.documentElement.dir") == "rtl"
        found += findings_of_axe(visitor.page, "ar-xb")
        found += overhang_at(visitor.page, PHONE["width"])
        found += findings_of_axe(visitor.page, "ar-xb on a phone")
        found += overhang_at(visitor.page, WIDE)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("path", STRANGERS)
def test_what_strangers_read_turns_too(visitor: Visitor, path: str) -> None:
    speak(visitor, "ar-xb")
    visitor.open(path)
    assert visitor.page.evaluate("document.documentElement.dir") == "rtl"
    found = findings_of_axe(visitor.page, "ar-xb") + overhang_at(visitor.page, PHONE["width"])
    found += findings_of_axe(visitor.page, "ar-xb on a phone") + overhang_at(visitor.page, WIDE)
    assert found == [], "\n".join(found)


def test_a_german_browser_is_spoken_to_in_german(visit: Visit, product: Product) -> None:
    visitor = visit(locale="de-DE", timezone_id="Europe/Berlin")
    visitor.open("/signup/company/")
    visitor.title_is("Kostenlosen Testzeitraum starten")
    visitor.fill(Unternehmen="Uhrwerk", Ihr_Name="Ada", Passwort="a-quiet-lighthouse-4")
    visitor.fill(**{"E-Mail-Adresse": "uhrwerk@journey.example"})
    visitor.press("Arbeitsbereich anlegen")
    expect(visitor.page).to_have_url(re.compile("/t/[a-z-]+/$"))
    workspace = visitor.page.url.removeprefix(visitor.url)

    visitor.open(f"{workspace}marketplace/cv_analysis/")
    expect(visitor.page.get_by_text("19\xa0$").first).to_be_visible()

    visitor.open(f"{workspace}accounts/preferences/")
    expect(visitor.page.get_by_text("Europe/Berlin", exact=True).last).to_be_visible()
    visitor.page.get_by_label("Sprache", exact=True).select_option("en")
    visitor.page.get_by_label("Formate", exact=True).select_option("de-CH")
    visitor.press("Speichern")
    visitor.title_is("Settings")
    expect(visitor.page.get_by_text("$\xa01’234.50")).to_be_visible()
    visitor.look()


def test_the_footer_switches_the_language(visitor: Visitor) -> None:
    visitor.open("/accounts/login/")
    visitor.open("/")
    visitor.page.get_by_role("button", name="Deutsch").click()
    expect(visitor.page.locator("html")).to_have_attribute("lang", "de")
    expect(visitor.page.get_by_role("link", name="Anmelden").first).to_be_visible()
    visitor.page.get_by_role("button", name="English").click()
    expect(visitor.page.locator("html")).to_have_attribute("lang", "en")
