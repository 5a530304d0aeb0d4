"""What a visit to an address shows to whom."""

from dataclasses import dataclass

from tests.visiting import AWAY, FORM_ONLY, PAGE, PART, REFUSED


@dataclass(frozen=True, slots=True)
class Answers:
    """What a visit shows to whom; strangers sign in first unless it is open to them."""

    manager: str
    member: str = ""
    guest: str = ""
    candidate: str = ""
    is_open: bool = False
    names_a_record: bool = False

    def of(self, who: str) -> str:
        return {"manager": self.manager}.get(who) or getattr(self, who) or self.manager


EVERYBODY, PARTS, DEED = Answers(PAGE), Answers(PART), Answers(FORM_ONLY)
MANAGERS = Answers(PAGE, REFUSED, REFUSED, REFUSED)
STAFFED = Answers(PAGE, candidate=REFUSED)
ENTRANCE = Answers(PAGE, is_open=True)
SIGNED_OUT = Answers(AWAY, is_open=True)
RECORD, RECORDS_DEED = Answers(PAGE, names_a_record=True), Answers(FORM_ONLY, names_a_record=True)
STAFFED_PART, STAFFED_RECORD = Answers(PART, candidate=REFUSED), Answers(PAGE, candidate=REFUSED, names_a_record=True)
WORKING = Answers(PAGE, guest=REFUSED, candidate=REFUSED)
WORKING_RECORD = Answers(PAGE, guest=REFUSED, candidate=REFUSED, names_a_record=True)
