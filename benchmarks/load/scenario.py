"""What people and programs ask for in a day, in one mix: pages, the API, uploads, interviews and programs to judge."""

import json
import random
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from django.conf import settings

from apps.code_assessment.catalogue import library_content
from benchmarks.load.generator import Request
from benchmarks.load.workspaces import Person, Workspace

CV_FILE = settings.BASE_DIR / "apps" / "cv_analysis" / "tests" / "files" / "two-pages.pdf"
PROBLEM = "access-log-summary"
ANSWER = (
    "First I asked who uses it and how fast it has to be. Then I measured where the time goes, found one query that"
    " read the whole table, and added an index; a colleague reviewed the change. Writes became a little slower,"
    " which we accepted. The page went from two seconds to ninety milliseconds, and nobody works differently for it."
)
PAGES = {
    "home": "",
    "jobs": "hiring/jobs/",
    "board of a job": "hiring/jobs/{job}/board/",
    "candidates": "hiring/candidates/",
    "candidate": "hiring/candidates/{candidate}/",
    "CVs": "cv-analysis/",
    "interviews": "interviews/",
    "problems": "code-assessment/",
    "problem": f"code-assessment/problems/{PROBLEM}/",
    "team": "team/",
    "notices": "notices/",
}
READS = {
    "CVs": "cv-analysis/cvs/",
    "candidates": "hiring/candidates/",
    "candidate": "hiring/candidates/{candidate}/",
    "jobs": "hiring/jobs/",
    "interviews": "interviews/sessions/",
    "programs": "code-assessment/submissions/",
    "modules": "modules/my-modules/",
}
# Of a hundred requests; what a page or a read is, is drawn evenly.
SHARES = {"page": 55, "api": 30, "interview": 12, "upload": 2, "program": 1}
START = {"role": "backend", "level": "mid", "kind": "behavioural", "number": 4, "follow_ups": 0, "feedback": "each"}


@dataclass
class Scenario:
    """Endless requests of these people, in an order that is the same in every run."""

    workspaces: Sequence[Workspace]
    people: Sequence[tuple[Person, Workspace]]
    chance: random.Random = field(default_factory=lambda: random.Random(10))  # noqa: S311 -- no secret is drawn

    def __post_init__(self) -> None:
        for person, _workspace in self.people:
            person.let_in()
            # The time for a question that was open in an earlier part may be over.
            person.interview = {}
        self._turn = 0
        self._cv = CV_FILE.read_bytes()
        content = library_content(PROBLEM)
        assert content is not None
        self._program = content.reference
        self._lock = threading.Lock()
        self._talking = [person for person, _workspace in self.people]

    def requests(self) -> Iterator[Request]:
        kinds, weights = list(SHARES), list(SHARES.values())
        ways: dict[str, Callable[[Person, Workspace], Request]] = {
            "page": self.page,
            "api": self.read,
            "upload": self.upload,
            "program": self.program,
        }
        while True:
            kind = self.chance.choices(kinds, weights)[0]
            if kind == "interview":
                yield self.interview()
            else:
                yield ways[kind](*self._next())

    def _next(self) -> tuple[Person, Workspace]:
        """Everybody in turn, so that no one does more than one person would."""
        self._turn += 1
        return self.people[self._turn % len(self.people)]

    def _filled(self, path: str, workspace: Workspace) -> str:
        return path.format(job=self.chance.choice(workspace.jobs), candidate=self.chance.choice(workspace.candidates))

    def page(self, person: Person, workspace: Workspace, name: str = "") -> Request:
        name = name or self.chance.choice(list(PAGES))
        path = f"/t/{person.slug}/{self._filled(PAGES[name], workspace)}"
        return Request(f"page: {name}", "GET", path, person.browser)

    def read(self, person: Person, workspace: Workspace, name: str = "") -> Request:
        name = name or self.chance.choice(list(READS))
        return Request(f"API: {name}", "GET", f"/api/v1/{self._filled(READS[name], workspace)}", person.program)

    def upload(self, person: Person, workspace: Workspace) -> Request:
        line = uuid4().hex
        head = f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="{line}.pdf"\r\n\r\n'
        # Each its own file: the same one once more would be known.
        body = head.encode() + self._cv + f"\n% {line}\r\n--{line}--\r\n".encode()
        headers = {**person.program, "Content-Type": f"multipart/form-data; boundary={line}"}
        return Request("upload: CV", "POST", "/api/v1/cv-analysis/cvs/", headers, body)

    def program(self, person: Person, workspace: Workspace) -> Request:
        body = {"problem": PROBLEM, "language": "python", "source": f"{self._program}\n# {uuid4().hex}\n"}
        return self._post("code: program handed in", person, "code-assessment/submissions/", body)

    def interview(self) -> Request:
        """The next deed of whoever waited longest: begin, look, type, hand in, go on."""
        with self._lock:
            person = self._talking.pop(0) if self._talking else None
        if person is None:
            # All of them are waiting for an answer at this moment.
            return self.page(*self._next())
        talk = person.interview
        place, deed = f"interviews/sessions/{talk.get('id', '')}/", talk.get("deed", "start")
        if deed == "look":
            return Request("interview: look", "GET", f"/api/v1/{place}", person.program, then=self._after(person, deed))
        answer = f"{ANSWER} {uuid4().hex}"
        bodies: dict[str, tuple[str, Mapping[str, object]]] = {
            "start": ("interviews/sessions/start/", START),
            "draft": (f"{place}draft/", {"question": talk.get("question"), "text": answer, "version": 0}),
            "hand in": (f"{place}submit-answer/", {"question": talk.get("question"), "answer": answer}),
            "go on": (f"{place}next/", {}),
        }
        path, body = bodies[deed]
        return self._post(f"interview: {deed}", person, path, body, then=self._after(person, deed))

    def _after(self, person: Person, deed: str) -> Callable[[int, bytes], None]:
        """What the person does next, once they know what came of this."""
        following = {"start": "look", "look": "draft", "draft": "hand in", "hand in": "go on", "go on": "look"}

        def then(status: int, said: bytes) -> None:
            if status >= 400 or status == 0:
                person.interview = {}
            elif deed == "draft":
                person.interview["deed"] = following[deed]
            else:
                body = json.loads(said)
                question = (body.get("current") or {}).get("id") or person.interview.get("question", "")
                is_over = deed in {"look", "go on"} and not body.get("current")
                person.interview = {} if is_over else {"id": body["id"], "question": question, "deed": following[deed]}
            with self._lock:
                self._talking.append(person)

        return then

    def talk_on_with(self, person: Person) -> None:
        """Whoever is named has the next turn."""
        with self._lock:
            self._talking.remove(person)
            self._talking.insert(0, person)

    @staticmethod
    def _post(
        name: str,
        person: Person,
        path: str,
        body: Mapping[str, object],
        then: Callable[[int, bytes], None] | None = None,
    ) -> Request:
        headers = {**person.program, "Content-Type": "application/json"}
        return Request(name, "POST", f"/api/v1/{path}", headers, json.dumps(body).encode(), then)
