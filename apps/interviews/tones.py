"""What the interviewer says around questions and answers, by tone; no word of it changes what is asked or scored."""

from collections.abc import Mapping
from zlib import crc32

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
Group = tuple[Text, ...]

FRIENDLY: Mapping[str, Group] = {
    "openings": (
        _("Good that you are here. Take your time with the first one."),
        _("Let us begin with something to warm up."),
        _("No tricks here: tell it as you would tell a colleague."),
        _("I am curious about your view. Here is the first question."),
        _("Breathe once, then start wherever you like."),
        _("We have enough time. Let us see what you make of this."),
        _("Think aloud as much as you like; I follow you."),
        _("A warm welcome. This is what I would like to hear first."),
    ),
    "transitions": (
        _("Thank you for that. Shall we go on with this one?"),
        _("Now to something else that I would enjoy hearing about."),
        _("You have found your pace; here is the next one."),
        _("Good, one more step. What do you say to this?"),
        _("Let us look at another side of the work."),
        _("I like to hear how people think here. How about you?"),
        _("No hurry. This is what comes next."),
        _("On we go, with something from everyday work."),
    ),
    "closings": (
        _("That was all. Thank you for your effort."),
        _("We are through. I hope some of it was fun."),
        _("Thank you for the talk. Treat yourself to a break."),
        _("You stayed with it to the end, and that counts."),
        _("That is it for today. It was good to read you."),
        _("Done. What you learned today stays with you."),
    ),
    "follow_ups": (
        _("I would love to hear a little more about this:"),
        _("There was something there that interests me:"),
        _("May I ask one more thing about your answer?"),
        _("Let us stay with that for a moment:"),
    ),
    "hints": (
        _("Here is a small push"),
        _("Perhaps this helps"),
    ),
    "strong": (
        _("That was a full answer. Well told!"),
        _("Nearly everything is there. Keep it like this."),
    ),
    "partly": (
        _("A good start. A few points would make it whole."),
        _("You are on the way; see below what is still missing."),
    ),
    "little": (
        _("This one was hard. Below you see what would have helped."),
        _("Not there yet, and that is what practice is for."),
    ),
}
NEUTRAL: Mapping[str, Group] = {
    "openings": (
        _("We begin."),
        _("This is the first question."),
        _("Please answer the following."),
        _("To start with:"),
        _("The first topic is this one."),
        _("Let us start."),
        _("First of all:"),
        _("Here is what I ask first."),
    ),
    "transitions": (
        _("The next question."),
        _("We go on."),
        _("Now to another topic."),
        _("Next:"),
        _("Thank you. The following one:"),
        _("Please take this one now."),
        _("Continuing with this:"),
        _("Another question."),
    ),
    "closings": (
        _("These were all questions."),
        _("This is the end of the interview."),
        _("Thank you. There are no more questions."),
        _("The interview is complete."),
        _("That concludes it."),
        _("All topics are covered."),
    ),
    "follow_ups": (
        _("One more question about your answer:"),
        _("To complete this:"),
        _("About the same topic:"),
        _("One point is still open:"),
    ),
    "hints": (
        _("Hint"),
        _("A pointer"),
    ),
    "strong": (
        _("Nearly all points are there."),
        _("The answer holds what was looked for."),
    ),
    "partly": (
        _("Some points are there, others are missing."),
        _("The answer covers a part of what was looked for."),
    ),
    "little": (
        _("Most points are missing."),
        _("The answer holds little of what was looked for."),
    ),
}
CHALLENGING: Mapping[str, Group] = {
    "openings": (
        _("Let us get to it. I want reasons, not headlines."),
        _("I will ask until it is precise. First question."),
        _("Convince me."),
        _("Be specific from the first sentence on."),
        _("Suppose I doubt everything. What do you answer?"),
        _("Skip the introduction and show me how you decide."),
        _("We start where it gets difficult."),
        _("Say what you would do, and what it costs."),
    ),
    "transitions": (
        _("Next. Mind the limits this time."),
        _("Let us see whether this holds as well."),
        _("Now one where the easy answer is wrong."),
        _("I want figures in this one, where there are any."),
        _("Take a position and defend it."),
        _("Go one level deeper here."),
        _("What would you say to somebody who disagrees?"),
        _("On to something with less room for detours."),
    ),
    "closings": (
        _("That is all I wanted to know."),
        _("Enough for today. Look closely at what was missing."),
        _("Done. The next time it may be shorter and sharper."),
        _("We stop here. The figures below speak for themselves."),
        _("You have had my questions. Now question your answers."),
        _("The end. Repeat what did not hold."),
    ),
    "follow_ups": (
        _("That leaves something open. Answer this:"),
        _("I am not satisfied yet:"),
        _("You went around this point:"),
        _("Be more precise here:"),
    ),
    "hints": (
        _("Think in this direction"),
        _("Look here"),
    ),
    "strong": (
        _("That holds. Hardly anything to object."),
        _("Precise and nearly complete."),
    ),
    "partly": (
        _("Half of it holds. The rest you owe me."),
        _("There are gaps, and they would be asked about."),
    ),
    "little": (
        _("This would not convince anybody yet."),
        _("The core is missing. Read the points and try again."),
    ),
}
TONES: Mapping[str, Mapping[str, Group]] = {"friendly": FRIENDLY, "neutral": NEUTRAL, "challenging": CHALLENGING}
# From so many points on an answer is strong, and from so many on it is partly there.
STRONG_FROM, PARTLY_FROM = 70, 40


def said(tone: str, group: str, *, seed: str, number: int = 0) -> Text:
    """One phrase of a group: the same for the same seed and number, another one for the number after it."""
    phrases = TONES.get(tone, NEUTRAL)[group]
    return phrases[(crc32(f"{seed}:{group}".encode()) + number) % len(phrases)]


def before_question(tone: str, *, seed: str, number: int) -> Text:
    """What comes above the question with this number, from 1 on."""
    return said(tone, "openings" if number <= 1 else "transitions", seed=seed, number=number)


def on_answer(tone: str, score: int, *, seed: str, number: int) -> Text:
    """What comes above the feedback: how it is put follows the tone, which of the three it is the score alone."""
    group = "strong" if score >= STRONG_FROM else "partly" if score >= PARTLY_FROM else "little"
    return said(tone, group, seed=seed, number=number)
