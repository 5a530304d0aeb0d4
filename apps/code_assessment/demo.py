"""Deeds for the demo company: an assessment, and programs handed in to practise, judged like any other."""

from apps.accounts.models import Membership
from apps.code_assessment import services
from apps.code_assessment.catalogue import library_content
from apps.code_assessment.library import Problem, problems
from apps.code_assessment.readiness import readiness
from apps.code_assessment.services.assessments import USUAL, USUAL_POINTS
from apps.core.queue import later

MINUTES = 60
# What is handed in: the solution of one problem, and of another one what its editor shows first.
SOLUTION, STARTER = "solution", "starter"


def fill_demo(owner: Membership) -> None:
    """The owner tries the module before the company's candidates do."""
    asked = [{"key": one.slug, "points": USUAL_POINTS} for one in (*_some(USUAL[0], 1), *_some(USUAL[1], 1))]
    services.write_assessment(owner, services.Wanted("Backend basics", asked, MINUTES))
    # Whether anything can be judged is known where the worker is.
    later("code_assessment.hand_in_for_demo", member_id=owner.pk)


def _some(difficulty: str, number: int) -> list[Problem]:
    return [one for one in problems().values() if one.difficulty == difficulty][:number]


def hand_in_for_demo(member_id: str) -> None:
    """One right program and one that is not, where programs can be judged."""
    owner = Membership.objects.usable().select_related("tenant", "user").filter(pk=member_id).first()
    if owner is None or not readiness().is_ready:
        return
    for problem, program in zip(_some(USUAL[0], 2), (SOLUTION, STARTER), strict=False):
        content = library_content(problem.slug)
        if content is not None:
            source = content.reference if program == SOLUTION else content.starter("python")
            handed_in = services.Program("python", source, key=f"demo:{problem.slug}"[:80])
            services.submit(owner, problem.slug, handed_in, content=content)
