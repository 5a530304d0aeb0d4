"""The child process that reads files: it sees no secrets, touches nothing, and can always be killed."""

import json
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from apps.cv_analysis.parsing import child
from apps.cv_analysis.parsing.child import as_extraction, extract_in_child, interpreter
from apps.cv_analysis.parsing.nursery import Nursery
from apps.cv_analysis.parsing.sniff import UnreadableError

FILES = Path(__file__).parent / "files"
EXTRACT = Path(child.__file__).parent

# Forks children that run some code in the place of the real extractor.
NURSERY = """
import sys
sys.path.append({folder!r})
from extract.nursery import serve
serve(lambda words: lambda: exec({code!r}, {{}}), {idle_seconds})
"""
# Under the same start and the same loss of rights.
SPY = """
import os, json, socket
from extract.main import give_up_rights
give_up_rights(512 * 1024 * 1024, 30)
def attempt(deed):
    try:
        deed()
    except OSError:
        return "refused"
    return "done"
pages = [json.dumps({
    "environment": sorted(os.environ),
    "descriptors": [number for number in range(3, 512) if attempt(lambda: os.fstat(number)) == "done"],
    "open": attempt(lambda: open("/etc/passwd")),
    "write": attempt(lambda: open("/tmp/rostrum-spy", "w")),
    "socket": attempt(lambda: socket.socket()),
    "group": os.getpgid(0) == os.getpid(),
})]
print(json.dumps({"pages": pages, "has_content": True}), flush=True)
"""


def replace_child(monkeypatch: pytest.MonkeyPatch, code: str, *, idle_seconds: float = 60) -> None:
    program = NURSERY.format(folder=str(EXTRACT), code=code, idle_seconds=idle_seconds)
    other = Nursery(lambda: interpreter(program))
    monkeypatch.setattr(child, "nursery", lambda: other)


def refusal(path: Path = FILES / "plain.txt", **options: float) -> str:
    with pytest.raises(UnreadableError) as caught:
        extract_in_child(path, "pdf", **options)
    return caught.value.code


def test_the_child_sees_no_environment_no_descriptor_no_file_and_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for the child")
    reader, writer = os.pipe()
    os.set_inheritable(reader, True)
    replace_child(monkeypatch, SPY)

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
        ("print('no json', flush=True)", "extraction-died"),
        ("print('[]', flush=True)", "extraction-died"),
        ("print('{}', flush=True)", "extraction-died"),
        ('print(\'{"error": "damaged"}\', flush=True)', "damaged"),
        ("import sys\nwhile True: sys.stdout.write('x' * 65536)", "text-over-1-mb"),
        (
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


COUNTER = """
import json, os, extract.result
extract.result.SCALE += 1
print(json.dumps({"pages": [f"{os.getppid()} {extract.result.SCALE}"]}), flush=True)
"""


def test_one_nursery_serves_many_at_once_and_none_leaves_anything_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    replace_child(monkeypatch, COUNTER)

    with ThreadPoolExecutor(4) as threads:
        found = set(threads.map(lambda _: extract_in_child(FILES / "plain.txt", "pdf").pages[0], range(12)))

    [(_nursery, scale)] = [one.split() for one in found]
    assert scale == "10001"


ORPHAN = """
import json, os, time
if pid := os.fork():
    print(json.dumps({"pages": [str(pid)]}), flush=True)
else:
    os.close(1)
    time.sleep(60)
"""


def test_what_a_child_forked_ends_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    replace_child(monkeypatch, ORPHAN)

    pid = extract_in_child(FILES / "plain.txt", "pdf").pages[0]

    deadline = time.monotonic() + 60
    while (state := state_of(int(pid))) not in {"gone", "Z"} and time.monotonic() < deadline:
        time.sleep(0.01)
    assert state in {"gone", "Z"}


def state_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return "gone"


KILLER = f"import os; os.kill(os.getppid(), {signal.SIGKILL.value})"


def test_after_a_child_killed_its_nursery_the_next_document_gets_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    replace_child(monkeypatch, KILLER)

    assert refusal() == "extraction-died"
    assert refusal() == "extraction-died"


def test_a_nursery_that_nobody_needed_ends_and_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    before = set(threading.enumerate())
    replace_child(monkeypatch, COUNTER, idle_seconds=0.05)

    first = extract_in_child(FILES / "plain.txt", "pdf")
    for thread in set(threading.enumerate()) - before:
        thread.join(60)

    assert extract_in_child(FILES / "plain.txt", "pdf") != first


def test_the_real_child_starts_quickly() -> None:
    """The quickest of ten, so that only a heavy start is noticed and not a busy machine."""
    extract_in_child(FILES / "two-pages.pdf", "pdf")
    pages, seconds = [], []
    for _ in range(10):
        started = time.monotonic()
        pages.append(len(extract_in_child(FILES / "two-pages.pdf", "pdf").pages))
        seconds.append(time.monotonic() - started)

    assert min(seconds) < 0.3
    assert pages == [2] * 10
