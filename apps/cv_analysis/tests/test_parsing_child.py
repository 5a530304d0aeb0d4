"""The child process that reads files: it sees no secrets, touches nothing, and can always be killed."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from apps.cv_analysis.parsing import child
from apps.cv_analysis.parsing.child import as_extraction, child_command, extract_in_child
from apps.cv_analysis.parsing.sniff import UnreadableError

FILES = Path(__file__).parent / "files"
EXTRACT = Path(child.__file__).parent

# Runs in the place of the real extractor, under the same start and the same loss of rights.
SPY = """
import sys
sys.path += {folders!r}
from extract.main import give_up_rights
import os, json, socket
give_up_rights({memory}, 30)
def attempt(deed):
    try:
        deed()
    except OSError:
        return "refused"
    return "done"
pages = [json.dumps({{
    "environment": sorted(os.environ),
    "descriptors": [number for number in range(3, 64) if attempt(lambda: os.fstat(number)) == "done"],
    "open": attempt(lambda: open("/etc/passwd")),
    "write": attempt(lambda: open("/tmp/rostrum-spy", "w")),
    "socket": attempt(lambda: socket.socket()),
    "group": os.getpgid(0) == os.getpid(),
}})]
print(json.dumps({{"pages": pages, "has_content": True}}))
"""


def replace_child(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(child, "child_command", lambda: (sys.executable, "-I", "-S", "-B", "-c", code))


def refusal(path: Path = FILES / "plain.txt", **options: float) -> str:
    with pytest.raises(UnreadableError) as caught:
        extract_in_child(path, "pdf", **options)
    return caught.value.code


def test_the_child_sees_no_environment_no_descriptor_no_file_and_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for the child")
    reader, writer = os.pipe()
    os.set_inheritable(reader, True)
    replace_child(monkeypatch, SPY.format(folders=[str(EXTRACT)], memory=512 * 1024 * 1024))

    seen = json.loads(extract_in_child(FILES / "plain.txt", "pdf").pages[0])

    os.close(reader)
    os.close(writer)
    assert seen == {
        "environment": ["LC_ALL"],
        "descriptors": [],
        "open": "refused",
        "write": "refused",
        "socket": "refused",
        "group": True,
    }


def test_a_child_that_hangs_is_killed_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    replace_child(monkeypatch, "import time; time.sleep(60)")
    started = time.monotonic()

    assert refusal(wall_seconds=0.3) == "extraction-over-time"
    assert time.monotonic() - started < 5


def test_a_child_that_closes_its_pipe_and_goes_on_is_killed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    replace_child(monkeypatch, "import os, time; os.close(1); time.sleep(60)")

    assert refusal(wall_seconds=0.3) == "extraction-over-time"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import os; os.abort()", "extraction-died"),
        ("import os; os.kill(os.getpid(), 9)", "extraction-over-time"),
        ("raise SystemExit(3)", "extraction-died"),
        ("print('no json')", "extraction-died"),
        ("print('[]')", "extraction-died"),
        ("print('{}')", "extraction-died"),
        ('print(\'{"error": "damaged"}\')', "damaged"),
        ("import sys\nwhile True: sys.stdout.write('x' * 65536)", "text-over-2-mb"),
        (
            f"import sys; sys.path.append({str(EXTRACT)!r})\n"
            "from extract.main import give_up_rights\ngive_up_rights(64 * 1024 * 1024, 1)\nwhile True: pass",
            "extraction-over-time",
        ),
    ],
)
def test_whatever_the_child_does_the_answer_is_a_code(
    monkeypatch: pytest.MonkeyPatch, code: str, expected: str
) -> None:
    replace_child(monkeypatch, code)

    assert refusal() == expected


def test_an_answer_of_another_shape_is_refused() -> None:
    with pytest.raises(UnreadableError):
        as_extraction(b'{"pages": "text"}')


def test_the_real_child_starts_quickly() -> None:
    """A generous limit, so that only a heavy import is noticed and not a busy machine."""
    command = [*child_command(), "pdf"]
    with (FILES / "two-pages.pdf").open("rb") as file:
        started = time.monotonic()
        run = subprocess.run(command, stdin=file, capture_output=True, check=True, env={}, cwd="/")

    assert time.monotonic() - started < 2
    assert len(json.loads(run.stdout)["pages"]) == 2
