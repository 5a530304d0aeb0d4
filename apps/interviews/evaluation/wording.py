"""Says what an evaluation found in the reader's language."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .model import Note

CRITERION_TITLES: Mapping[str, object] = {
    "relevance": gettext_lazy("Relevance"),
    "examples": gettext_lazy("Specific examples"),
    "structure": gettext_lazy("Clarity and structure"),
    "accuracy": gettext_lazy("Technical accuracy"),
    "alignment": gettext_lazy("Fit with the job"),
}
SENTENCES: Mapping[str, object] = {
    "on_topic": gettext_lazy("%(percent)s%% of the answer is about what was asked."),
    "off_topic": gettext_lazy("The answer says nothing about what was asked."),
    "points_met": gettext_lazy("%(met)s of %(all)s points of a good answer are met."),
    "read_not_run": gettext_lazy("The code was read, not run: whether it works was not tried."),
    "specific_figure": gettext_lazy("It names figures."),
    "specific_own_action": gettext_lazy("It says what you did yourself."),
    "specific_example": gettext_lazy("It gives an example."),
    "specific_time": gettext_lazy("It says when or how long."),
    "specific_name": gettext_lazy("It names a product, a place or a technology."),
    "nothing_specific": gettext_lazy("Nothing specific is told: name a case, a figure, or what you did yourself."),
    "too_short": gettext_lazy("The answer is very short (words: %(words)s). Say why and how, too."),
    "too_long": gettext_lazy("The answer is very long (words: %(words)s). Begin with what matters most."),
    "long_sentences": gettext_lazy("The sentences are long (words on average: %(words)s). Say one thing in each."),
    "no_connectives": gettext_lazy("The sentences stand side by side. Say what follows from what: then, because, so."),
    "fillers": gettext_lazy("Words that fill: %(words)s. Leave them out."),
    "well_formed": gettext_lazy("The answer is easy to follow."),
    "star_told": gettext_lazy("%(told)s of %(all)s parts are told: situation, task, action, result."),
    "star_whole": gettext_lazy("Situation, task, action and result are all told."),
    "star_missing_situation": gettext_lazy("The situation is missing: where and when was it, and who was concerned?"),
    "star_missing_task": gettext_lazy("The task is missing: what did you have to reach?"),
    "star_missing_action": gettext_lazy("Your action is missing: what did you do yourself, step by step?"),
    "star_missing_result": gettext_lazy("The result is missing: what came of it, in figures where you can?"),
    "point_met": gettext_lazy("Said well: %(point)s"),
    "point_missing": gettext_lazy("Not said: %(point)s"),
    "job_asks": gettext_lazy("The job asks for it: %(skills)s."),
    "we_without_i": gettext_lazy("“%(quote)s” says what all of you did. Say which part was yours."),
    "passive": gettext_lazy("“%(quote)s” hides who did it. Say “I” where it was you."),
    "no_figure": gettext_lazy("There is no figure, also not here: “%(quote)s” How much, how many, how long?"),
    "nothing_said": gettext_lazy("There is no answer to judge."),
    "choices": gettext_lazy("%(right)s of %(all)s right choices taken, %(wrong)s wrong ones."),
    "choice_right": gettext_lazy("Right: %(choice)s"),
    "choice_wrong": gettext_lazy("Wrong: %(choice)s"),
    "choice_left_out": gettext_lazy("Right, but not taken: %(choice)s"),
    # What a provider wrote is given as it is, with the passage it rests on.
    "said_by_model": "%(text)s",
    "no_evidence": gettext_lazy("The model named no passage of the answer for this, so it counts for nothing."),
}


def words_for(note: Note) -> str:
    """The sentence of a note."""
    if make := MADE.get(note.code):
        return make(note.params)
    return str(SENTENCES[note.code]) % note.params


def criterion_title(name: str) -> str:
    return str(CRITERION_TITLES[name])


def _good_criterion(params: Mapping[str, str]) -> str:
    return _("Strong here: %(criterion)s.") % {"criterion": criterion_title(params["criterion"])}


MADE: Mapping[str, Callable[[Mapping[str, str]], str]] = {"good_criterion": _good_criterion}
