"""Calls every route as somebody, with what is somebody else's, and says what should not have been."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from django.test import Client
from django.urls import URLPattern

from tests.isolation.allowances import unexpected
from tests.isolation.asking import Answer, Question, ask, methods_of
from tests.isolation.bodies import Bodies, leaves
from tests.isolation.doors import is_open
from tests.isolation.naming import SAY_SO, Address, address_of
from tests.isolation.worlds import State, World

CLOSED = frozenset({401, 403, 404, 405})
OK, AWAY, FORBIDDEN, SERVER_ERROR = 200, 302, 403, 500
Routes = Mapping[str, URLPattern]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the suite is there to find."""

    kind: str
    question: str
    about: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.question}: {self.about}"


@dataclass
class Report:
    """What was found, and which routes were called at all."""

    findings: list[Finding] = field(default_factory=list)
    called: set[str] = field(default_factory=set)

    @property
    def lines(self) -> list[str]:
        return sorted(map(str, self.findings))


class Probe:
    """Somebody with a credential, against the world of another."""

    def __init__(self, attacker: World, victim: World, client: Client, bodies: Bodies) -> None:
        self.attacker, self.victim, self.client, self.bodies = attacker, victim, client, bodies
        self.state = State(victim)
        self.report = Report()
        self._elsewhere = attacker.tenant.pk != victim.tenant.pk
        self._secrets = victim.ids - attacker.ids

    def with_their_ids(self, routes: Routes, base: str) -> Report:
        """At one's own address: all ids are another's, in path, query, body and headers."""
        for route, pattern in routes.items():
            self.report.called.add(route)
            address = address_of(route, self.victim)
            for method in methods_of(pattern):
                self._with_their_ids(method, base, address)
        return self.report

    def _with_their_ids(self, method: str, base: str, address: Address) -> None:
        question = self.bodies.question(method, f"{base}{address.theirs}", address.template)
        # Once with nothing more than the route asks for: what was said does not count as leaked.
        answer = self._watched(question, address.template)
        if address.names_a_row and not self._is_sent_to_sign_in(answer):
            unknown = ask(self.client, self.bodies.question(method, f"{base}{address.unknown}", address.template))
            theirs = answer.without(address.theirs, *self._words(address.theirs, address.unknown))
            if theirs != unknown.without(address.unknown, *self._words(address.unknown, address.theirs)):
                self._found("differs from an unknown id", question, f"{answer.status} and {unknown.status}")
            elif not _is_refusal(answer, address):
                self._found("answered", question, str(answer.status))
        if not self._asks_before_it_reads(answer, address):
            self._watched(self.bodies.loaded(question), address.template)

    @staticmethod
    def _is_sent_to_sign_in(answer: Answer) -> bool:
        """Pages read no token, and ask who one is before they look for anything."""
        return answer.status == AWAY and "/accounts/login/" in answer.location

    def _asks_before_it_reads(self, answer: Answer, address: Address) -> bool:
        """Pages that this credential opens no door of, and second addresses of the same view: asked once is enough."""
        is_page = not address.template.startswith("api/")
        at_the_door = _is_refusal(answer, address) and answer.status in {AWAY, FORBIDDEN}
        return (is_page and at_the_door) or (not is_page and "api/v1/" not in address.theirs)

    def _words(self, path: str, other: str) -> list[str]:
        """The parts of a path that the other has not."""
        return [part for part in path.split("/") if part not in other.split("/")]

    def at_their_address(self, routes: Routes, base: str, *, host: str = "") -> Report:
        """At another's address every door but those that are open to all is closed, whatever is asked for."""
        headers = (("Host", host),) if host else ()
        for route, pattern in routes.items():
            self.report.called.add(route)
            address = address_of(route, self.victim)
            for method in methods_of(pattern):
                question = self.bodies.question(method, f"{base}{address.theirs}", address.template, headers)
                answer = self._watched(question, address.template)
                if not _is_refusal(answer, address) and not is_open(route):
                    self._found("let in", question, f"{answer.status} {answer.location}")
        return self.report

    def what_is_wrong_with(self, question: Question, template: str) -> list[str]:
        """The findings that this one question makes."""
        before = len(self.report.findings)
        self._watched(question, template)
        return [str(found) for found in self.report.findings[before:]]

    def _watched(self, question: Question, template: str) -> Answer:
        answer = ask(self.client, question, self.state)
        if answer.status == SERVER_ERROR:
            self._found("server error", question, str(answer.status))
        if changed := unexpected(template, answer.changed, elsewhere=self._elsewhere):
            self._found("changed", question, changed)
        if leaked := self._leaks(question, answer):
            self._found("leaked", question, leaked)
        return answer

    def _leaks(self, question: Question, answer: Answer) -> str:
        """What is the victim's in the answer and was not in the question."""
        text = f"{answer.location}\n{answer.text}"
        sent = {*re.split(r"[/?&=]", question.address), *leaves(question.body)}
        for said in sorted(filter(None, sent), key=len, reverse=True):
            text = text.replace(said, "").replace(escape(said), "")
        told = {secret for secret in self._secrets if secret in text}
        told |= {f"{self.victim.mark}{rest[:40]}" for rest in text.split(self.victim.mark)[1:]}
        return ", ".join(sorted(told))[:200]

    def _found(self, kind: str, question: Question, about: str) -> None:
        self.report.findings.append(Finding(kind, str(question), about))


def _is_refusal(answer: Answer, address: Address) -> bool:
    """Whether the answer gives nothing: a refusal, the sign-in, or words on why there is nothing."""
    if answer.status == AWAY:
        # The administration leads back to its overview when there is no such row.
        asks_who = "/login/" in answer.location or "/reauthenticate/" in answer.location
        return asks_who or address.template.startswith("admin/")
    return answer.status in CLOSED or (answer.status == OK and address.template in SAY_SO)
