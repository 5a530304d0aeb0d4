"""The problems that the module brings: reviewed folders of data, read once and addressed by slug."""

from .drivers import LANGUAGES, REFERENCE_LANGUAGES, driver, program_starter, starter, submission
from .items import (
    CATEGORIES,
    DIFFICULTIES,
    FUNCTION,
    PROGRAM,
    VERDICTS,
    Checker,
    Example,
    GeneratedTest,
    LibraryError,
    Limits,
    Problem,
    Test,
)
from .reading import problem, problems, read_problem, version
from .signatures import Parameter, Signature, SignatureError, Type

__all__ = [
    "CATEGORIES",
    "DIFFICULTIES",
    "FUNCTION",
    "LANGUAGES",
    "PROGRAM",
    "REFERENCE_LANGUAGES",
    "VERDICTS",
    "Checker",
    "Example",
    "GeneratedTest",
    "LibraryError",
    "Limits",
    "Parameter",
    "Problem",
    "Signature",
    "SignatureError",
    "Test",
    "Type",
    "driver",
    "problem",
    "problems",
    "program_starter",
    "read_problem",
    "starter",
    "submission",
    "version",
]
