"""Programs that want out, want more than is theirs, or want a verdict that they have not earned.

Each file of `attacks/` is one of them. Its first lines say what it does and which verdicts are right; an attack that
succeeds writes ESCAPED, one that fails and goes on writes "held", which is what is expected of it.
"""

import os
import re
import time
from pathlib import Path

import pytest

from apps.code_assessment.sandbox.contract import Judged, Verdict
from apps.code_assessment.sandbox.judge import BubblewrapEngine
from apps.code_assessment.sandbox.users import FIRST_USER, USERS
from apps.code_assessment.tests.judging import QUICK, descendants, judge

FOLDER = Path(__file__).parent / "attacks"
ATTACKS = sorted(FOLDER.iterdir())
EXPECTED = re.compile(r"expect: ([A-Z ]+)")
# Both the box that was made ready for whoever comes next.
BUBBLEWRAP_AND_LAUNCHER = 2
OPEN_TO_ALL = ("/tmp", "/var/tmp", "/dev/shm", "/run/lock")  # noqa: S108 -- looked at, not written to
MOST_OVER_KIB = 96 * 1024


def is_quiet(engine: BubblewrapEngine) -> bool:
    """Whether only the next box is there, and no program in it."""
    for _ in range(200):
        engine.boxes.collect()
        if len(descendants(engine.boxes.keeper.pid)) == BUBBLEWRAP_AND_LAUNCHER and not engine.boxes.closing:
            return True
        time.sleep(0.02)
    return False


def files_left_behind() -> list[str]:
    """Files of the users of boxes in the folders that everybody may write to."""
    if os.geteuid() != 0:
        return []
    users = range(FIRST_USER, FIRST_USER + USERS)
    places = [place for folder in OPEN_TO_ALL for place in Path(folder).glob("*")]
    return [str(place) for place in places if place.exists() and place.lstat().st_uid in users]


def expected_of(attack: Path) -> set[str]:
    found = EXPECTED.search(attack.read_text(encoding="utf-8", errors="replace"))
    assert found, f"{attack.name} does not say what is expected"
    return set(found.group(1).split())


def attacked(engine: BubblewrapEngine, attack: Path) -> Judged:
    language = attack.suffix[1:]
    if not engine.version_of(language):
        pytest.skip(f"{language} does not work on this machine")
    return judge(engine, language, attack.read_bytes(), ("", "held\n"), limits=QUICK)


def test_there_are_enough_of_them() -> None:
    assert len(ATTACKS) >= 60


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda path: path.name)
def test_attack_is_contained(engine: BubblewrapEngine, attack: Path) -> None:
    assert_contained(engine, attack)


@pytest.mark.parametrize(
    "attack",
    [path for path in ATTACKS if path.name.startswith(("memory", "oom", "fork", "page"))],
    ids=lambda path: path.name,
)
def test_attack_is_contained_by_measuring_alone(measuring_engine: BubblewrapEngine, attack: Path) -> None:
    assert_contained(measuring_engine, attack)


def assert_contained(engine: BubblewrapEngine, attack: Path) -> None:
    judged = attacked(engine, attack)
    said = "".join(f"{test.stdout!r}{test.stderr!r}" for test in judged.tests)

    assert judged.verdict in expected_of(attack), (judged.verdict, judged.tests, judged.compiled)
    assert "ESCAPED" not in said.replace("print('ESCAPED", "").replace('print("ESCAPED', "")
    assert "root:" not in judged.compiled.output
    for test in judged.tests:
        assert test.memory_kib <= QUICK.memory_mib * 1024 + MOST_OVER_KIB
        assert max(len(test.stdout), len(test.stderr)) <= QUICK.output_kib * 1024
    # The worker is alive, the next one gets what it has earned, and nothing of the attack is left.
    after = judge(engine, "python", "print(int(input()) * 2)", ("21", "42"), ("4", "9"))
    assert [test.verdict for test in after.tests] == [Verdict.AC, Verdict.WA]
    assert is_quiet(engine)
    assert files_left_behind() == []
