"""What categories, difficulties, verdicts and ways of comparing are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.core.modules import Text

CATEGORY_TITLES: dict[str, Text] = {
    "arrays": _("Arrays"),
    "strings": _("Strings"),
    "hashing": _("Hashing"),
    "two-pointers": _("Two pointers"),
    "sorting": _("Sorting"),
    "searching": _("Searching"),
    "stacks-and-queues": _("Stacks and queues"),
    "linked-structures": _("Linked structures"),
    "trees": _("Trees"),
    "graphs": _("Graphs"),
    "dynamic-programming": _("Dynamic programming"),
    "greedy": _("Greedy"),
    "maths": _("Maths"),
    "recursion-and-backtracking": _("Recursion and backtracking"),
    "simulation": _("Simulation"),
    "practical": _("Practical"),
    "databases": _("Databases"),
}
DIFFICULTY_TITLES: dict[str, Text] = {
    "easy": pgettext_lazy("difficulty", "Easy"),
    "medium": pgettext_lazy("difficulty", "Medium"),
    "hard": pgettext_lazy("difficulty", "Hard"),
}
VERDICT_TITLES: dict[str, Text] = {
    "AC": pgettext_lazy("verdict", "Accepted"),
    "WA": _("Wrong answer"),
    "TLE": _("Time limit exceeded"),
    "MLE": _("Memory limit exceeded"),
    "OLE": _("Too much output"),
    "RE": _("Ended with an error"),
    "CE": _("Does not compile"),
    "IE": _("Error of the judge"),
    "": _("It ran"),
}
# What to look at first.
VERDICT_HINTS: dict[str, Text] = {
    "WA": _("Compare what was expected with what your program wrote, then think of the edges."),
    "TLE": _("It needs too long for large inputs: look for what is done again and again."),
    "MLE": _("It keeps too much at once: look for what could be forgotten earlier."),
    "OLE": _("It writes more than any answer needs: look for a loop that does not end."),
    "RE": _("It ended before it was done: look at the message, and at empty and very small inputs."),
    "CE": _("Nothing was run. The compiler says where to look."),
    "IE": _("This is not your program's fault. Hand it in again; your progress does not count it."),
}
CHECKER_TITLES: dict[str, Text] = {
    "exact": _("Line by line"),
    "tokens": _("Word by word"),
    "float": _("Numbers with a tolerance"),
    "unordered-lines": _("Lines in any order"),
    "program": _("By a program of the problem's own"),
}
VERDICT_KINDS = {"AC": "success", "": "info", "IE": "warning"}
# What the editor says of itself: its own words, and ours.
EDITOR_PHRASES: dict[str, Text] = {
    "Find": pgettext_lazy("editor", "Find"),
    "Replace": pgettext_lazy("editor", "Replace with"),
    "next": pgettext_lazy("editor", "Next"),
    "previous": pgettext_lazy("editor", "Previous"),
    "all": pgettext_lazy("editor", "Select all"),
    "match case": pgettext_lazy("editor", "Match case"),
    "regexp": pgettext_lazy("editor", "Regular expression"),
    "by word": pgettext_lazy("editor", "Whole words"),
    "replace": pgettext_lazy("editor", "Replace"),
    "replace all": pgettext_lazy("editor", "Replace all"),
    "close": pgettext_lazy("editor", "Close"),
    "current match": pgettext_lazy("editor", "Found"),
    "on line": pgettext_lazy("editor", "in line"),
    "replaced match on line $": pgettext_lazy("editor", "Replaced in line $"),
    "replaced $ matches": pgettext_lazy("editor", "Replaced $ times"),
    "Go to line": pgettext_lazy("editor", "Go to line"),
    "go": pgettext_lazy("editor", "Go"),
    "Diagnostics": pgettext_lazy("editor", "Places in your program"),
    "No diagnostics": pgettext_lazy("editor", "Nothing to complain about"),
    "Selection deleted": pgettext_lazy("editor", "What was selected is deleted"),
    "Control character": pgettext_lazy("editor", "Control character"),
}
