"""How long it takes to compare one program with 1,000 earlier ones of its problem, and to find what a pair shares.

The programs are variants of the library's Python solutions: each has a tenth of its tokens changed at random.
Everything is read from the bytes that the database keeps.
"""

import time
from collections.abc import Iterator
from itertools import combinations
from random import Random
from statistics import median

from apps.code_assessment.inspection.in_box import tokens
from apps.code_assessment.library import problems
from apps.code_assessment.services.inspecting import MEASURED_BY
from apps.code_assessment.similarity import Ranking, Token, fingerprints, passages, resemblance
from apps.code_assessment.similarity.packing import pack_prints, unpack_values
from benchmarks import Figure

PROGRAMS, ROUNDS, CHANGED = 1_000, 5, 0.1


def solved() -> list[str]:
    """The Python solutions of the library."""
    return [one.solution("python") for one in problems().values() if "python" in one.reference_languages]


def variants() -> list[list[Token]]:
    chance = Random(8)  # noqa: S311 -- the same programs each time
    known = [[Token(*one) for one in tokens("python", text)] for text in solved()]
    kinds = sorted({one.kind for program in known for one in program})
    found = []
    for number in range(PROGRAMS):
        program = known[number % len(known)]
        found.append(
            [
                Token(chance.choice(kinds) if chance.random() < CHANGED else one.kind, one.start, one.end)
                for one in program
            ]
        )
    return found


def compare(mine: frozenset[int], kept: list[bytes]) -> Ranking:
    """As the worker does it: everything read, every pair with the new one, and the distribution of the newest."""
    others = [unpack_values(one) for one in kept]
    values = [resemblance(mine, other) for other in others]
    values += [resemblance(*pair) for pair in combinations(others[:MEASURED_BY], 2)]
    ranking = Ranking(values)
    ranking.standing(max(values))
    return ranking


def run() -> Iterator[Figure]:
    programs = variants()
    kept = [pack_prints(fingerprints(program)) for program in programs]
    spent, winnowed, shared = [], [], []
    for number in range(ROUNDS):
        begun = time.perf_counter()
        mine = frozenset(one.value for one in fingerprints(programs[number]))
        winnowed.append(1000 * (time.perf_counter() - begun))
        begun = time.perf_counter()
        compare(mine, kept)
        spent.append(1000 * (time.perf_counter() - begun))
        begun = time.perf_counter()
        passages(programs[number], programs[number + len(solved())])
        shared.append(1000 * (time.perf_counter() - begun))
    yield Figure(
        f"likeness, one program with {PROGRAMS} earlier ones, median of {ROUNDS}", round(median(spent), 1), "ms"
    )
    yield Figure("likeness, fingerprints of a program, median", round(median(winnowed), 2), "ms")
    yield Figure("likeness, passages of a pair, median", round(median(shared), 2), "ms")
