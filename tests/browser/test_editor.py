"""The editor in a real browser: without a mouse, in two tabs, after a crash, and without a script."""

import re
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.judge import PHONE
from tests.browser.people import PASSWORD, sign_in, sign_up_company
from tests.browser.product import PROJECT
from tests.browser.visitor import Visit, Visitor

PROBLEM = PROJECT / "apps" / "code_assessment" / "library" / "problems" / "access-log-summary"
EMAIL = "editor@journey.example"
JUDGED_MS = 60_000
# How far the numbers stand off their lines, at most.
DRIFT = """() => {
  const place = document.querySelector(".code-editor");
  const tops = (selector) => [...place.querySelectorAll(selector)].map((part) => part.getBoundingClientRect().top);
  // The first number is an invisible one that keeps the column wide.
  const numbers = tops(".cm-lineNumbers .cm-gutterElement").slice(1);
  return Math.max(...tops(".cm-line").map((top, line) => Math.round(Math.abs(top - numbers[line]))));
}"""


# Whether the rows with something in them are these.
FILES_ARE = """(files) => JSON.stringify(files) === JSON.stringify(
  [...document.querySelectorAll("[data-file-row]")]
    .map((row) => [...row.querySelectorAll("input, textarea")].map((field) => field.value))
    .filter((row) => row.some((value) => value)))"""


@pytest.fixture(scope="module")
def known() -> dict[str, str]:
    """The workspace, once somebody has signed up."""
    return {}


@pytest.fixture
def problem(visitor: Visitor, known: dict[str, str]) -> str:
    """The path of a problem, at which a member of a company with the module looks."""
    if known:
        sign_in(visitor, EMAIL, PASSWORD)
    else:
        known["workspace"] = sign_up_company(visitor, "Editor Works", EMAIL)
        visitor.open(f"{known['workspace']}marketplace/code_assessment/")
        visitor.press("Start free trial")
        visitor.title_is("Problems")
    path = f"{known['workspace']}code-assessment/problems/{PROBLEM.name}/"
    visitor.open(f"{path}?language=python")
    return path


def editor(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("^Program in "))


def write(page: Page, text: str) -> None:
    """As if pasted: nothing is indented or closed by the editor."""
    editor(page).focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def stands_there(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.locator("#program")).to_have_value(text)
    if isinstance(text, str):
        expect(editor(page)).to_have_text(text.replace("\n", ""), use_inner_text=False)


def is_saved(page: Page) -> None:
    expect(page.locator("[data-autosave-state=saved]")).to_be_visible()


def test_program_is_mended_tried_and_handed_in_without_a_mouse(visitor: Visitor, problem: str) -> None:
    page = visitor.page
    result = page.get_by_role("region", name="Result")
    write(page, "import sys\nfor\n")
    page.keyboard.press("Control+Enter")

    expect(result.get_by_text("Does not compile")).to_be_visible(timeout=JUDGED_MS)
    expect(page.locator(".cm-lint-marker-error")).to_have_count(1)
    result.get_by_role("button", name="Line 2").press("Enter")
    expect(editor(page)).to_be_focused()
    page.keyboard.insert_text("#")
    stands_there(page, "import sys\n#for\n")

    write(page, "print('no')\n")
    page.keyboard.press("Control+Enter")
    expect(result.get_by_text("Wrong answer").first).to_be_visible(timeout=JUDGED_MS)
    expect(result.get_by_role("group", name="Expected and written").first).to_contain_text("no")
    expect(page.locator("#announcer")).to_have_text("Wrong answer")
    visitor.look()

    write(page, (PROBLEM / "solutions" / "main.py").read_text(encoding="utf-8"))
    page.keyboard.press("Control+Shift+Enter")
    expect(result.get_by_text("100 of 100 points")).to_be_visible(timeout=JUDGED_MS)
    # What was handed in, and that it is solved, is there without loading the page.
    expect(page.locator("#history").get_by_role("listitem")).to_have_count(1)
    expect(page.locator("#solved")).to_have_text("Solved")


def test_escape_and_tab_leave_the_editor_and_tab_alone_indents(visitor: Visitor, problem: str) -> None:
    page = visitor.page
    write(page, "x")
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    stands_there(page, "    x")
    expect(editor(page)).to_have_attribute("aria-describedby", "program-hint")

    page.keyboard.press("Escape")
    page.keyboard.press("Tab")

    expect(editor(page)).not_to_be_focused()
    stands_there(page, "    x")


def test_every_language_has_a_draft_of_its_own_and_starting_over_can_be_undone(visitor: Visitor, problem: str) -> None:
    page = visitor.page
    write(page, "print('mine')\n")
    page.get_by_label("Language").select_option("javascript")
    expect(page.get_by_text("Program in JavaScript")).to_be_visible()
    expect(page.locator("#program")).to_have_value(re.compile("readFileSync"))
    starter = page.locator("#program").input_value()
    write(page, "console.log(1)\n")
    is_saved(page)
    page.get_by_label("Language").select_option("python")
    expect(page.get_by_text("Program in Python")).to_be_visible()
    stands_there(page, "print('mine')\n")

    visitor.open(f"{problem}?language=javascript")
    stands_there(page, "console.log(1)\n")
    page.get_by_role("button", name="Start over").click()
    page.get_by_role("dialog").get_by_role("button", name="Start over").click()
    expect(page.locator("#program")).to_have_value(starter)
    page.keyboard.press("Control+z")
    stands_there(page, "console.log(1)\n")


def test_size_of_the_letters_is_kept(visitor: Visitor, problem: str) -> None:
    write(visitor.page, "1\n2\n3\n4\n")
    visitor.press("Larger letters")
    expect(editor(visitor.page)).to_have_css("font-size", "16px")
    # Every number stands beside its line still.
    visitor.page.wait_for_function(f"({DRIFT})() === 0")
    visitor.open(problem)
    expect(editor(visitor.page)).to_have_css("font-size", "16px")
    visitor.press("Smaller letters")
    expect(editor(visitor.page)).to_have_css("font-size", "14px")


def test_two_tabs_do_not_write_over_each_other(visitor: Visitor, problem: str) -> None:
    page = visitor.page
    other = page.context.new_page()
    other.goto(page.url)
    write(page, "first\n")
    is_saved(page)
    visitor.allow_refusal(f"{problem}draft/")
    write(other, "second\n")

    conflict = other.get_by_role("alert").filter(has_text="changed in another window")
    expect(conflict).to_contain_text("first")
    conflict.get_by_role("button", name="Take over what stands there").click()
    stands_there(other, "first\n")
    other.close()


def test_what_never_reached_the_server_is_offered_in_a_new_tab(visitor: Visitor, problem: str) -> None:
    page = visitor.page
    write(page, "reached\n")
    is_saved(page)
    # The tab hangs from now on. One that were closed would still send what it holds.
    page.route("**/draft/", lambda route: None)
    write(page, "reached, and more\n")
    expect(page.locator("[data-autosave-state=saving]")).to_be_visible()

    later = page.context.new_page()
    later.goto(f"{visitor.url}{problem}?language=python")
    offer = later.get_by_role("alert").filter(has_text="never reached us")
    expect(offer).to_contain_text("reached, and more")
    stands_there(later, "reached\n")
    offer.get_by_role("button", name="Go on with it").click()
    stands_there(later, "reached, and more\n")
    is_saved(later)
    later.reload()
    stands_there(later, "reached, and more\n")
    expect(offer).to_have_count(0)
    later.close()


def write_file(page: Page, number: int, name: str, text: str) -> None:
    """Into the file that stands there as that one, pasted."""
    files = page.get_by_role("tablist", name="Files beside the program").get_by_role("tab")
    files.nth(number).click()
    page.get_by_role("tabpanel").get_by_label("Name of the file").fill(name)
    page.get_by_role("tabpanel").get_by_role("textbox", name="What stands in it").focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def files_are(page: Page, *files: list[str]) -> None:
    """Name and text of each file of the form, without the room that is left."""
    # A tab behind another one paints nothing: by the clock.
    page.wait_for_function(FILES_ARE, arg=list(files), polling=100)


def is_stored(page: Page, text: str) -> AbstractContextManager[object]:
    """Until the server has taken a draft with this text: the word "saved" may still be of what stood there before."""
    return page.expect_response(lambda answer: answer.ok and text in (answer.request.post_data or ""))


def test_files_beside_a_program_come_back_after_a_crash_and_from_another_window(visitor: Visitor, problem: str) -> None:
    page = visitor.page
    address = f"{visitor.url}{problem}?language=c"
    page.goto(address)
    write(page, '#include "one.h"\n')
    page.get_by_text("More files").click()
    with is_stored(page, "first"):
        write_file(page, 0, "one.h", "first\n")
    # The tab dies before anything more is sent: two files by now, without loading the page anew.
    page.route("**/draft/", lambda route: None)
    write_file(page, 1, "two.h", "second\n")
    expect(page.locator("[data-autosave-state=saving]")).to_be_visible()
    kept = [["one.h", "first\n"], ["two.h", "second\n"]]
    files_are(page, *kept)

    later = page.context.new_page()
    later.goto(address)
    files_are(later, ["one.h", "first\n"])
    offer = later.get_by_role("alert").filter(has_text="never reached us")
    expect(offer.get_by_role("region", name="two.h")).to_have_text("second\n")
    with is_stored(later, "second"):
        offer.get_by_role("button", name="Go on with it").click()
    files_are(later, *kept)
    later.reload()
    files_are(later, *kept)
    expect(offer).to_have_count(0)

    # Another window of before writes something else, and takes over what stands there now.
    other = page.context.new_page()
    other.goto(address)
    with is_stored(later, "third"):
        write_file(later, 2, "three.h", "third\n")
    visitor.allow_refusal(f"{problem}draft/")
    write_file(other, 0, "uno.h", "one\n")
    conflict = other.get_by_role("alert").filter(has_text="changed in another window")
    expect(conflict.get_by_role("region", name="three.h")).to_have_text("third\n")
    conflict.get_by_role("button", name="Take over what stands there").click()
    files_are(other, *kept, ["three.h", "third\n"])
    expect(other.get_by_role("tab", name="three.h")).to_have_count(1)
    for one in (later, other):
        one.close()


def test_own_input_is_read_instead_of_the_examples(visitor: Visitor, problem: str) -> None:
    page = visitor.page
    write(page, "import sys\nprint(sys.stdin.read()[::-1])\n")
    page.get_by_text("Own input").click()
    page.get_by_label("What the program reads when you run it").fill("desserts")
    page.keyboard.press("Control+Enter")

    result = page.get_by_role("region", name="Result")
    expect(result.get_by_text("Run on your own input")).to_be_visible(timeout=JUDGED_MS)
    expect(result.get_by_role("region", name="Your program wrote")).to_have_text("stressed")
    expect(result.get_by_role("listitem")).to_have_count(1)
    # Nothing was expected, so nothing was wrong.
    expect(result).not_to_contain_text("another")
    expect(result).to_be_in_viewport(ratio=1)
    expect(editor(page)).to_be_in_viewport()


def test_finding_and_replacing_speaks_the_language_of_the_page(visitor: Visitor, problem: str) -> None:
    page = visitor.page
    write(page, "print(1)\nprint(1)\n")
    page.keyboard.press("Control+f")
    page.get_by_role("textbox", name="Find").fill("1")
    page.get_by_role("textbox", name="Replace with").fill("2")
    page.get_by_role("button", name="Replace all").press("Enter")
    stands_there(page, "print(2)\nprint(2)\n")
    expect(page.locator(".cm-announced").first).to_have_text("Replaced 2 times.")
    visitor.look()
    page.get_by_role("button", name="Close", exact=True).press("Enter")
    expect(editor(page)).to_be_focused()


def test_two_programs_are_set_side_by_side_in_every_look(visitor: Visitor, problem: str) -> None:
    page = visitor.page
    for text in ("print(1)\nprint(2)\n", "print(1)\nprint(3)\n"):
        count = page.locator("#history").get_by_role("listitem").count()
        write(page, text)
        visitor.press("Hand in")
        expect(page.locator("#history").get_by_role("listitem")).to_have_count(count + 1, timeout=JUDGED_MS)
    page.get_by_role("link", name="Compare with the one before").first.click()

    differences = page.get_by_role("region", name="Differences").first
    expect(differences).to_contain_text("1 line differs.")
    expect(differences.locator("del")).to_have_text("print(2)")
    expect(differences.locator("ins")).to_have_text("print(3)")
    visitor.look()


def test_statement_comes_before_the_editor_on_a_phone_and_a_link_leads_on(visitor: Visitor, problem: str) -> None:
    page = visitor.page
    page.set_viewport_size(PHONE)
    visitor.follow("Go to the editor")
    expect(editor(page)).to_be_in_viewport()


def test_without_a_script_a_program_is_tried_all_the_same(visit: Visit, visitor: Visitor, problem: str) -> None:
    plain = visit(java_script_enabled=False)
    sign_in(plain, EMAIL, PASSWORD, f"{problem}?language=python")
    expect(plain.page.get_by_role("button", name="Larger letters")).to_be_hidden()
    page = plain.page
    page.get_by_label("Program in Python").fill("print('kept')\n")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your program is saved.")).to_be_visible()
    expect(page.get_by_label("Program in Python")).to_have_value("print('kept')\n")
    page.get_by_label("Program in Python").fill("print('plain')\n")
    page.get_by_role("button", name="Run").click()

    expect(page.get_by_label("Program in Python")).to_have_value("print('plain')\n")
    for _ in range(60):
        # Not the verdict: the history has it of earlier programs too.
        if page.get_by_text("Your program wrote").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_text("Your program wrote").first).to_be_attached()
