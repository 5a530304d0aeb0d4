"""The sentences of scores: for each key what was found, and under `.cure` what to do about it."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

EXPERIENCE: Mapping[str, object] = {
    "experience.none": _("No job was found."),
    "experience.none.cure": _(
        "Add a section “Experience” with a title, a company, dates and what you did for each job; internships and"
        " voluntary work count too."
    ),
    "experience.names": ngettext_lazy(
        "Title or company is missing in %(missing)s of %(total)s job.",
        "Title or company is missing in %(missing)s of %(total)s jobs.",
        "total",
    ),
    "experience.names.whole": _("Every job has a title and a company."),
    "experience.names.cure": _("Write the title and the company of each job on one line of their own."),
    "experience.dates": ngettext_lazy(
        "Dates are missing in %(missing)s of %(total)s job.",
        "Dates are missing in %(missing)s of %(total)s jobs.",
        "total",
    ),
    "experience.dates.whole": _("Every job has a beginning and an end."),
    "experience.dates.cure": _("Add when each job began and ended, such as “Mar 2021 – Jun 2024”."),  # noqa: RUF001 -- as people write it
    "experience.months": ngettext_lazy(
        "Months are missing in %(missing)s of %(total)s job.",
        "Months are missing in %(missing)s of %(total)s jobs.",
        "total",
    ),
    "experience.months.whole": _("All dates of jobs name the month."),
    "experience.months.cure": _("Add the months: a bare year can hide or claim up to a year."),
    "experience.amount": _("%(years)s years of work; %(full)s give all points."),
    "experience.amount.cure": _("Add every paid job with its dates; the points grow with time."),
    "experience.recency": ngettext_lazy(
        "The latest job ended %(months)s month ago.", "The latest job ended %(months)s months ago.", "months"
    ),
    "experience.recency.now": _("The latest job goes on."),
    "experience.recency.cure": _(
        "Say what you have done since: courses, freelance or voluntary work, care, a job search."
    ),
    "experience.recency.unknown": _("No job says when it ended."),
    "experience.recency.unknown.cure": _("Add the dates of the latest job, “present” if it goes on."),
    "experience.continuity.whole": _("No time of more than three months is left open."),
    "experience.continuity": ngettext_lazy(
        "%(count)s gap: %(start)s to %(end)s (%(months)s months).",
        "%(count)s gaps; the longest from %(start)s to %(end)s (%(months)s months).",
        "count",
    ),
    "experience.continuity.cure": _("Say in one line what you did in that time; nobody has to say why."),
    "experience.results": ngettext_lazy(
        "%(count)s of %(total)s line about work names a figure.",
        "%(count)s of %(total)s lines about work name a figure.",
        "total",
    ),
    "experience.results.whole": _("Every line about work names a figure."),
    "experience.results.cure": _("Say in every third line what came of it: how much, how many, how fast, how often."),
    "experience.verbs": ngettext_lazy(
        "%(count)s of %(total)s line about work begins with a strong verb.",
        "%(count)s of %(total)s lines about work begin with a strong verb.",
        "total",
    ),
    "experience.verbs.whole": _("Every line about work begins with a strong verb."),
    "experience.verbs.cure": _("Begin with what you did: “Built”, “Led”, “Reduced” instead of “Responsible for”."),
    "experience.verbs.language": _("Verbs are judged in English only; nothing is taken off."),
    "experience.described": ngettext_lazy(
        "%(missing)s of the %(total)s latest job says hardly anything about the work.",
        "%(missing)s of the %(total)s latest jobs say hardly anything about the work.",
        "total",
    ),
    "experience.described.whole": _("The latest jobs say what was done."),
    "experience.described.cure": _("Write two to five lines about each of the latest three jobs."),
}

EDUCATION: Mapping[str, object] = {
    "education.none": _("No school, training or degree was found."),
    "education.none.cure": _("Add a section “Education” with the degree, its field, the institution and the year."),
    "education.level": _("The highest level is: %(level)s."),
    "education.level.cure": _("Name every completed degree or training, also those that you are about to finish."),
    "education.level.unknown": _("No degree says its level."),
    "education.level.unknown.cure": _(
        "Write the degree out, such as “Bachelor of Science”, “Diploma” or “High school”."
    ),
    "education.institution": ngettext_lazy(
        "The institution is missing in %(missing)s of %(total)s entry.",
        "The institution is missing in %(missing)s of %(total)s entries.",
        "total",
    ),
    "education.institution.whole": _("Every entry names its institution."),
    "education.institution.cure": _("Add the name of the school, college or university."),
    "education.year": ngettext_lazy(
        "The year is missing in %(missing)s of %(total)s entry.",
        "The year is missing in %(missing)s of %(total)s entries.",
        "total",
    ),
    "education.year.whole": _("Every entry has a year."),
    "education.year.cure": _("Add the year in which it ended or will end."),
    "education.field": ngettext_lazy(
        "The field of study is missing in %(missing)s of %(total)s entry.",
        "The field of study is missing in %(missing)s of %(total)s entries.",
        "total",
    ),
    "education.field.whole": _("Every degree names its field."),
    "education.field.cure": _("Add what you studied, such as “in Mechanical Engineering”."),
}

SKILLS: Mapping[str, object] = {
    "skills.none": _("No skill was found."),
    "skills.none.cure": _("Add a section “Skills” with ten to fifteen that you can speak about."),
    "skills.stuffed": _("The list of skills is too long to be read, and was not counted."),
    "skills.stuffed.cure": _("Name the fifteen skills that matter, and show them in your jobs."),
    "skills.number": ngettext_lazy(
        "%(count)s skill; %(full)s give all points.", "%(count)s skills; %(full)s give all points.", "count"
    ),
    "skills.number.cure": _("Name up to fifteen skills that you can speak about."),
    "skills.number.stuffed": ngettext_lazy(
        "%(count)s skill counts; %(uncounted)s more from endless or repeated lists do not.",
        "%(count)s skills count; %(uncounted)s more from endless or repeated lists do not.",
        "count",
    ),
    "skills.number.stuffed.cure": _("Name the fifteen skills that matter, and show them in your jobs."),
    "skills.known": ngettext_lazy(
        "%(count)s of %(total)s skill has a name that the taxonomy knows.",
        "%(count)s of %(total)s skills have a name that the taxonomy knows.",
        "total",
    ),
    "skills.known.whole": _("The taxonomy knows every skill by its name."),
    "skills.known.cure": _("Use the usual name of a tool or trade, and one item a skill."),
    "skills.shown": ngettext_lazy(
        "%(count)s of %(total)s skill is shown in a job or project; %(full)s give all points.",
        "%(count)s of %(total)s skills are shown in a job or project; %(full)s give all points.",
        "total",
    ),
    "skills.shown.cure": _("Mention in the lines of your jobs which skills you used there."),
    "skills.recent": ngettext_lazy(
        "%(count)s of %(total)s skill was used within two years; %(full)s give all points.",
        "%(count)s of %(total)s skills were used within two years; %(full)s give all points.",
        "total",
    ),
    "skills.recent.cure": _("Mention in your latest job which skills you use there."),
    "skills.breadth": ngettext_lazy("All skills are of %(count)s kind.", "The skills are of %(count)s kinds.", "count"),
    "skills.breadth.cure": _("Name technical skills, knowledge of your field and ways of working together."),
}

FORMATTING: Mapping[str, object] = {
    "formatting.contact": _("Missing: %(missing)s."),
    "formatting.contact.whole": _("E-mail address, phone and a link are there."),
    "formatting.contact.cure": _("Add it at the top, as text and not in a picture: %(missing)s."),
    "formatting.headings": _("No heading was recognised for: %(missing)s."),
    "formatting.headings.whole": _("The main headings are recognised."),
    "formatting.headings.cure": _("Use the usual words as headings, each on a line of its own: %(missing)s."),
    "formatting.order": _("What matters most comes first."),
    "formatting.order.late": _("Interests or references stand before experience, education or skills."),
    "formatting.order.late.cure": _("Move interests and references to the end."),
    "formatting.order.summary": _("The summary stands behind other sections."),
    "formatting.order.summary.cure": _("Move the summary to the top, below your contact data."),
    "formatting.length": _("%(words)s words are a good length."),
    "formatting.length.short": _("%(words)s words are few; %(low)s to %(high)s read well."),
    "formatting.length.short.cure": _("Say more about the latest jobs: what you did, with what, and what came of it."),
    "formatting.length.long": _("%(words)s words on %(pages)s pages are many; up to %(high)s read well."),
    "formatting.length.long.cure": _("Shorten jobs older than ten years to a line each."),
    "formatting.bullets": ngettext_lazy(
        "%(missing)s of %(total)s line about work is long prose.",
        "%(missing)s of %(total)s lines about work are long prose.",
        "total",
    ),
    "formatting.bullets.whole": _("The lines about work are short."),
    "formatting.bullets.none": _("There are no lines about work."),
    "formatting.bullets.cure": _("Write about each job in bullets of one thing each."),
    "formatting.dates.none": _("No dates were found among the jobs."),
    "formatting.dates.none.cure": _("Add dates to each job, all written in the same way."),
    "formatting.dates": ngettext_lazy(
        "%(missing)s of %(total)s date is written in another way than the rest.",
        "%(missing)s of %(total)s dates are written in another way than the rest.",
        "total",
    ),
    "formatting.dates.whole": _("All dates are written in the same way."),
    "formatting.dates.cure": _("Write all dates alike, such as “Mar 2021”."),
    "formatting.layout": _("The text runs in one column."),
    "formatting.layout.columns": _("%(percent)s %% of the lines stand in columns or tables."),
    "formatting.layout.columns.cure": _("Use one column without tables: many systems read straight across."),
    "formatting.characters.none": _("All characters can be read everywhere."),
    "formatting.characters": ngettext_lazy(
        "%(count)s sign cannot be read everywhere.", "%(count)s signs cannot be read everywhere.", "count"
    ),
    "formatting.characters.cure": _("Replace symbols, icons and emoji by words."),
    "formatting.hidden.none": _("Nothing is hidden."),
    "formatting.hidden.hidden": _("The file holds text that readers do not see. It counts for nothing."),
    "formatting.hidden.commands": _("The text tries to instruct its reader. It counts for nothing."),
    "formatting.hidden.stuffed": _("Words are repeated or listed without end. They count for nothing."),
    "formatting.hidden.cure": _("Take it out: systems notice it, and people take it amiss."),
    "formatting.file": _("The file is of the kind %(ending)s."),
    "formatting.file.unknown": _("The kind of file is not known; nothing is taken off."),
    "formatting.file.cure": _("Send a PDF with real text, or a Word file (DOCX)."),
}

OVERALL: Mapping[str, object] = {
    "overall.part": _("%(points)s of 100, which count for %(weight)s of the overall score."),
    "overall.experience.cure": _("See the cures of experience."),
    "overall.education.cure": _("See the cures of education."),
    "overall.skills.cure": _("See the cures of skills."),
    "overall.formatting.cure": _("See the cures of the form."),
}

ATS: Mapping[str, object] = {
    "ats.keywords": ngettext_lazy(
        "%(count)s of %(total)s keyword of the job is there.",
        "%(count)s of %(total)s keywords of the job are there.",
        "total",
    ),
    "ats.keywords.whole": _("Every keyword of the job is there."),
    "ats.keywords.cure": _("Add the missing keywords where they belong, each only if it is true."),
    "ats.title": _("“%(title)s” is near “%(asked)s”."),
    "ats.title.none": _("No title is near “%(asked)s”."),
    "ats.title.cure": _("If it is true, name “%(asked)s” as the title that you seek, below your name."),
    "ats.years": _("%(years)s of %(asked_years)s years of work."),
    "ats.years.cure": _("Add earlier jobs with their dates, if there are any."),
    "ats.degree": _("Asked for: %(asked_level)s; highest: %(level)s."),
    "ats.degree.cure": _("Name the highest degree, also one that you are about to finish."),
    "ats.form": _("The form of the CV has %(points)s of 100 points."),
    "ats.form.cure": _("Cure the problems of the form that are listed."),
}

CORRECTIONS: Mapping[str, object] = {
    "correction.path": _("“%(path)s” is not a field that can be corrected."),
    "correction.action": _("A correction sets, adds or removes; of a single field it sets or removes."),
    "correction.target": _("Say which record is meant by repeating what it says."),
    "correction.record": _("Give the record as an object of its known parts."),
    "correction.value.line": _("Write at most 300 characters."),
    "correction.value.long": _("Write at most 5,000 characters."),
    "correction.value.year": _("Write a year or a month, such as 2021 or 2021-03."),
    "correction.value.date": _("Write a year or a month, such as 2021 or 2021-03, or “present”."),
    "correction.value.flag": _("Say true or false."),
    "correction.value.number": _("Write a number of years from 0 to 80."),
    "correction.value.degree": _("Choose one of the levels of degrees."),
    "correction.value.level": _("Choose one of the levels of skills."),
}

TEXTS: Mapping[str, object] = {**EXPERIENCE, **EDUCATION, **SKILLS, **FORMATTING, **OVERALL, **ATS, **CORRECTIONS}
