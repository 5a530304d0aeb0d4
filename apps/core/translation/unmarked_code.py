"""Finds words in Python code that people read and no translator ever sees."""

import ast
from collections.abc import Iterable, Iterator

from apps.core.translation.sources import Source
from apps.core.translation.unmarked import words_in

# What these are given is shown: the argument at this place.
SHOWN_BY = {
    "success": 1, "error": 1, "info": 1, "warning": 1, "add_error": 1, "ValidationError": 0,
    "Meter": 1, "Permission": 1, "NavItem": 1, "Column": 1, "Filter": 1,
}  # fmt: skip
# Django's own know nothing of the reader's formats; apps.core.formats does.
FIGURES = frozenset({"date_format", "time_format", "number_format", "localize", "filesizeformat", "naturaltime"})
# Only as methods of this name: a log is read by operators, in English.
OF_MESSAGES = frozenset({"success", "error", "info", "warning"})
SHOWN_KEYWORDS = frozenset(
    "label title help_text verbose_name verbose_name_plural description empty_label action placeholder".split()
)
SHOWN_ATTRIBUTES = SHOWN_KEYWORDS | {"action_title", "short_description", "lead", "detail"}
SHOWN_KEYS = frozenset({"title", "detail", "message", "advice", "label"})
# The API's description is English, as its names are; commands speak to operators.
ENGLISH = frozenset(
    "serializers extend_schema OpenApiResponse OpenApiParameter OpenApiExample extend_schema_view "
    "extend_schema_field inline_serializer add_argument".split()
)
# What the queue says is stored with the task, for whoever operates the platform; what the sandbox says, with programs.
ENGLISH_FOLDERS = frozenset({"management", "supervisor", "queue", "sandbox"})
# What the gallery shows is content, as a user would write it.
SAMPLES = frozenset({"samples.py", "sample_list.py"})
CHOICES = frozenset({"TextChoices", "IntegerChoices", "Choices"})


def unmarked_in_code(source: str, problems: frozenset[str] = frozenset()) -> list[tuple[int, str]]:
    """Lines with literal words where people will read them; `problems` names the errors whose words are shown."""
    found: set[tuple[int, str]] = set()
    for node in ast.walk(ast.parse(source)):
        for value in _shown(node, problems):
            if text := _literal(value):
                found.add((value.lineno, text))
        if isinstance(node, ast.Call) and (name := ast.unparse(node.func).split(".")[-1]) in FIGURES:
            found.add((node.lineno, f"{name}()"))
    return sorted(found)


def _shown(node: ast.AST, problems: frozenset[str]) -> Iterator[ast.expr]:
    """The parts of a statement that people read."""
    if isinstance(node, ast.Call):
        yield from _shown_by_call(node, problems)
    elif isinstance(node, ast.ClassDef):
        yield from _shown_by_class(node)
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value in SHOWN_KEYS:
                yield value


def _shown_by_call(node: ast.Call, problems: frozenset[str]) -> Iterator[ast.expr]:
    path = ast.unparse(node.func).split(".")
    name = path[-1]
    if not ENGLISH.isdisjoint(path) or name.endswith("Serializer"):
        return
    yield from (keyword.value for keyword in node.keywords if keyword.arg in SHOWN_KEYWORDS)
    place = 0 if name in problems else SHOWN_BY.get(name)
    if place is not None and len(node.args) > place and (name not in OF_MESSAGES or path[-2:-1] == ["messages"]):
        yield node.args[place]


def _shown_by_class(node: ast.ClassDef) -> Iterator[ast.expr]:
    bases = {ast.unparse(base).split(".")[-1] for base in node.bases}
    for statement in node.body:
        if isinstance(statement, ast.ClassDef) and statement.name == "Meta":
            yield from _shown_by_class(statement)
        value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
        if value is None:
            continue
        names = {target.id for target in _targets(statement) if isinstance(target, ast.Name)}
        if not CHOICES.isdisjoint(bases):
            # Without a name of its own, a choice is shown as its Python name.
            yield value.elts[-1] if isinstance(value, ast.Tuple) else value
        elif not SHOWN_ATTRIBUTES.isdisjoint(names) and "BaseCommand" not in bases:
            yield value


def _targets(statement: ast.stmt) -> list[ast.expr]:
    if isinstance(statement, ast.Assign):
        return statement.targets
    return [statement.target] if isinstance(statement, ast.AnnAssign) else []


def _literal(value: ast.expr) -> str:
    """The words of a text, or of what is put together of texts; a call has its own."""
    parts = [value]
    if isinstance(value, ast.JoinedStr):
        parts = list(value.values)
    elif isinstance(value, ast.BinOp):
        return _literal(value.left) or _literal(value.right)
    elif isinstance(value, ast.IfExp):
        return _literal(value.body) or _literal(value.orelse)
    text = "".join(part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))
    return text if words_in(text) else ""


def problem_names(trees: Iterable[ast.AST]) -> frozenset[str]:
    """The classes that derive from ProblemError, however far."""
    parents = {
        node.name: {ast.unparse(base).split(".")[-1] for base in node.bases}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    known = {"ProblemError"}
    while more := {name for name, bases in parents.items() if not known.isdisjoint(bases)} - known:
        known |= more
    return frozenset(known)


def unmarked_in_python(sources: Iterable[Source]) -> list[str]:
    """Every line of the sources that has such words, with its file."""
    texts = {
        f"{source.name}: {inside.as_posix()}": file.read_text(encoding="utf-8")
        for source in sources
        for file in source.files()
        if file.suffix == ".py"
        and file.name not in SAMPLES
        and ENGLISH_FOLDERS.isdisjoint((inside := file.relative_to(source.root)).parts)
    }
    problems = problem_names(ast.parse(text) for text in texts.values())
    return [
        f"{name}:{line}: {words}" for name, text in texts.items() for line, words in unmarked_in_code(text, problems)
    ]
