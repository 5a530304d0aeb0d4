"""People who work with the product all day, each by pages, API, CVs, interviews and programs."""

import json
import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.chaos.documents import cv_file
from tests.chaos.visitors import Answer, Visitor

INTERVIEWS, CODE = "/api/v1/interviews/sessions/", "/api/v1/code-assessment/"
PROBLEM = "access-log-summary"
SAID = "First I measured where the time goes, then I added an index and asked a colleague to look at change {}."
SOURCE = "import sys\nprint(len(sys.stdin.read()) + {})\n"
# What people do, of a hundred deeds.
OFTEN = {"page": 45, "api": 27, "interview": 22, "upload": 3, "program": 3}
TOO_MANY = 429
# Of the times at which somebody may hand in, how often a draft is kept instead.
DRAFTS = 0.4


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did, and what was answered."""

    kind: str
    address: str
    answer: Answer

    @property
    def is_refused(self) -> bool:
        """By a rule of the product, which people like these should not come upon."""
        return 400 <= self.answer.status < 500


@dataclass(slots=True)
class Diary:
    """All that all people did."""

    deeds: list[Deed] = field(default_factory=list)

    def between(self, start: float, end: float) -> list[Deed]:
        return [deed for deed in self.deeds if start <= deed.answer.asked_at < end]


class Person(threading.Thread):
    """Does one thing after the other, with pauses, until everybody goes home."""

    def __init__(
        self,
        number: int,
        *,
        browser: Visitor,
        program: Visitor,
        pages: Sequence[str],
        lists: Sequence[str],
        diary: Diary,
        is_over: threading.Event,
        pause_seconds: float,
    ) -> None:
        super().__init__(daemon=True, name=f"person {number}")
        self.browser, self.program, self.pages, self.lists = browser, program, pages, lists
        self.diary, self.is_over, self.pause_seconds = diary, is_over, pause_seconds
        # The same day each time.
        self.chance = random.Random(number)  # noqa: S311 -- no secret
        self.number, self.done = number, 0
        self.session: dict[str, Any] | None = None
        self.judged = ""
        self.fault: BaseException | None = None

    def run(self) -> None:
        deeds = {
            "page": self.look,
            "api": self.ask,
            "interview": self.go_on_with_interview,
            "upload": self.upload,
            "program": self.write_program,
        }
        try:
            while not self.is_over.wait(self.pause_seconds * (0.5 + self.chance.random())):
                (kind,) = self.chance.choices(list(OFTEN), list(OFTEN.values()))
                if not self.done:
                    # However short it is, each kind comes.
                    kind = list(OFTEN)[self.number % len(OFTEN)]
                self.done += 1
                deeds[kind]()
        except (KeyError, TypeError, ValueError) as error:
            # An answer of another shape than promised.
            self.fault = error

    def note(self, kind: str, address: str, answer: Answer) -> Answer:
        self.diary.deeds.append(Deed(kind, address, answer))
        return answer

    def look(self) -> None:
        address = self.chance.choice(self.pages)
        self.note("page", address, self.browser.ask(address))

    def ask(self) -> None:
        address = self.chance.choice(self.lists)
        self.note("api", address, self.program.ask(address))

    def post(self, kind: str, address: str, **data: Any) -> dict[str, Any] | None:
        """What was answered; nothing when it was refused or broke."""
        headers = {"Content-Type": "application/json"}
        answer = self.note(kind, address, self.program.ask(address, json.dumps(data).encode(), **headers))
        return answer.json if 200 <= answer.status < 300 else None

    def upload(self) -> None:
        name, content = cv_file(self.number * 100_000 + self.done)
        self.note("upload", "/api/v1/cv-analysis/cvs/", self.program.upload(name, content))

    def go_on_with_interview(self) -> None:
        """One step: begin, keep a draft, hand in, see that time is up, go on, or read what came of it."""
        if self.session is None:
            setup = {"role": "backend", "level": "junior", "number": 3, "follow_ups": 0}
            self.session = self.post("interview", f"{INTERVIEWS}start/", **setup)
            return
        address, current = f"{INTERVIEWS}{self.session['id']}/", self.session["current"]
        if self.session["state"] != "running":
            self.note("interview", address, self.program.ask(address))
            self.session = None
        elif current is None:
            self.session = self.post("interview", f"{address}next/")
        elif current["due_at"] and datetime.fromisoformat(current["due_at"]) <= datetime.now(UTC):
            # The clock beside the question stands at nought: what was kept is handed in.
            answer = self.note("interview", address, self.program.ask(address))
            self.session = None if answer.is_error else answer.json
        elif self.chance.random() < DRAFTS:
            version = current["draft_version"]
            draft = {"question": current["id"], "text": self.words(), "version": version}
            kept = self.post("interview", f"{address}draft/", **draft)
            current["draft_version"] = kept["version"] if kept else version
        else:
            self.session = self.post(
                "interview", f"{address}submit-answer/", question=current["id"], answer=self.words()
            )

    def words(self) -> str:
        return SAID.format(self.done)

    def write_program(self) -> None:
        """Try a program, or ask what came of the last one."""
        if not self.judged:
            source = {"language": "python", "source": SOURCE.format(self.done), "input": "abc"}
            made = self.post("program", f"{CODE}problems/{PROBLEM}/run/", **source)
            self.judged = made["id"] if made else ""
            return
        address = f"{CODE}submissions/{self.judged}/"
        answer = self.note("program", address, self.program.ask(address))
        if answer.status != TOO_MANY and not answer.is_error and answer.json["state"] == "done":
            self.judged = ""


def busy_for(people: Sequence[Person], seconds: float, is_over: threading.Event) -> tuple[float, float]:
    """Let them work; when they began and ended."""
    began = time.monotonic()
    for person in people:
        person.start()
    time.sleep(seconds)
    is_over.set()
    for person in people:
        person.join()
    return began, time.monotonic()
