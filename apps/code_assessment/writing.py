"""What must hold for a problem that somebody of a workspace writes, in words for its author."""

import json
from collections.abc import Iterable

from django.utils.translation import gettext as _

from apps.code_assessment.content import SAMPLES, SQL, Content
from apps.code_assessment.library import CATEGORIES, DIFFICULTIES, Signature
from apps.code_assessment.library.items import CHECKERS
from apps.code_assessment.sandbox.contract import BOUNDS
from apps.code_assessment.sandbox.languages import LANGUAGES

MOST_TESTS = 100
LONGEST_TEST = 200_000
LONGEST_TEXT = 40_000
ALL_KINDS = (*CHECKERS, "float", "program")


def faults_of(content: Content) -> list[str]:
    """Every rule that the problem breaks."""
    samples = [one for one in content.tests if one.is_sample]
    rules = (
        (content.title.strip(), _("It needs a title.")),
        (content.category in CATEGORIES, _("Choose a category of the list.")),
        (content.difficulty in DIFFICULTIES, _("Choose a difficulty of the list.")),
        (content.statement.strip(), _("It needs a statement.")),
        (samples, _("At least one test must be a sample.")),
        (len(content.everything) > len(samples), _("At least one test must be hidden.")),
        (content.points > 0, _("The hidden tests must give points.")),
        (max(map(len, (content.statement, content.editorial))) <= LONGEST_TEXT, _("A text is too long.")),
    )
    return [*_broken(rules), *faults_when_run(content)]


def faults_when_run(content: Content) -> list[str]:
    """Every rule that has to hold before the reference solution can be run on the tests."""
    names = [one.name for one in content.everything]
    rules = (
        (content.reference.strip(), _("It needs a reference solution.")),
        (names, _("It needs a test.")),
        (set(content.languages) <= set(LANGUAGES), _("Choose languages of the list.")),
        (
            content.languages == (SQL,) or SQL not in content.languages,
            _("What is solved in SQL is solved in nothing else: its input makes tables."),
        ),
        (content.allows(content.reference_language), _("The reference solution is in a language that is not allowed.")),
        (not (content.interactor and content.is_function), _("A function cannot talk with another program.")),
        (content.checker in ALL_KINDS, _("Choose a way of comparing of the list.")),
        (content.checker != "program" or content.checker_source.strip(), _("The checker's program is missing.")),
        (len(names) <= MOST_TESTS, _("It can have %(n)s tests at most.") % {"n": MOST_TESTS}),
        (len(set(names)) == len(names), _("Two tests have the same name.")),
        (all(one.points >= 0 for one in content.everything), _("No test takes points away.")),
        (
            all(
                one.is_sample == (one.group == SAMPLES) and not (one.is_sample and one.points) for one in content.tests
            ),
            _("Samples, and only they, are in the group “samples” and give no points."),
        ),
        (
            set(content.partial_groups) <= {one.group for one in content.everything if one.group != SAMPLES},
            _("A group that gives points test by test has no tests."),
        ),
        (not content.generated or content.generator.strip(), _("The generator is missing.")),
        (
            all(len(one.stdin) <= LONGEST_TEST and len(one.expected) <= LONGEST_TEST for one in content.tests),
            _("A test is too long; let a generator print it."),
        ),
        (max(map(len, _programs(content))) <= LONGEST_TEXT, _("A program is too long.")),
        *_rules_of_arguments(content),
        (_limits_hold(content), _("A limit is outside of what the sandbox takes.")),
    )
    return _broken(rules)


def _broken(rules: Iterable[tuple[object, str]]) -> list[str]:
    return [text for holds, text in rules if not holds]


def _programs(content: Content) -> tuple[str, ...]:
    return content.reference, content.interactor, content.checker_source, content.generator


def _rules_of_arguments(content: Content) -> list[tuple[object, str]]:
    """Of a function each input has to be arguments that it can be called with."""
    signature = content.typed_signature
    words = _("The input of the test “%(name)s” is no JSON array of arguments for the function.")
    return [(_fits(signature, one.stdin), words % {"name": one.name}) for one in content.tests] if signature else []


def _fits(signature: Signature, stdin: str) -> bool:
    try:
        return signature.fits(json.loads(stdin))
    except ValueError:
        return False


def _limits_hold(content: Content) -> bool:
    limits = content.limits
    named = [("cpu_ms", limits.cpu_ms), ("wall_ms", limits.wall_ms), ("memory_mib", limits.memory_mib)]
    for language, own in content.language_limits.items():
        if language not in LANGUAGES or not set(own) <= {"cpu_ms", "memory_mib"}:
            return False
        named += own.items()
    return all(BOUNDS[name][0] <= value <= BOUNDS[name][1] for name, value in named)
