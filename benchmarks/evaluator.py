"""How answers are judged without a key: against human grades, under attack, and in how much time and memory.

BENCH_ANSWERS names a file of graded answers, JSON lines with question, reference, answer, and human (0 to 1); without
it those figures are left out. The peers see the same answers in the same run.
"""

import json
import os
import re
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from math import log, sqrt
from pathlib import Path
from statistics import fmean, pstdev, quantiles

from apps.interviews.evaluation.alignment import estimate
from apps.interviews.evaluation.references import points_of
from apps.interviews.evaluation.words import carries_meaning, stem, words
from apps.interviews.library import Item, all_items
from apps.interviews.tests.attacks import attacks_on
from benchmarks import Figure

ATTACKED, TIMED, WORDS, GRADES = 16, 60, 150, 3
GAIN = 10
Rows = list[dict[str, str]]


def graded() -> Rows:
    file = os.environ.get("BENCH_ANSWERS")
    return [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines()] if file else []


def correlation(left: Sequence[float], right: Sequence[float]) -> float:
    spread = pstdev(left) * pstdev(right)
    mean_left, mean_right = fmean(left), fmean(right)
    return fmean((a - mean_left) * (b - mean_right) for a, b in zip(left, right, strict=True)) / spread if spread else 0


def kappa(scores: Sequence[float], grades: Sequence[float]) -> float:
    """Weighted quadratically, over as many grades as people gave."""
    ours = [round(score * (GRADES - 1)) for score in scores]
    theirs = [round(grade * (GRADES - 1)) for grade in grades]
    seen = sum((a - b) ** 2 for a, b in zip(ours, theirs, strict=True)) / len(ours)
    count_ours, count_theirs = Counter(ours), Counter(theirs)
    chance = (
        sum((a - b) ** 2 * count_ours[a] * count_theirs[b] for a in count_ours for b in count_theirs) / len(ours) ** 2
    )
    return 1 - seen / chance if chance else 0


def meanings(text: str) -> list[str]:
    return [stem(word) for word in words(text) if carries_meaning(word)]


def overlap(row: dict[str, str]) -> float:
    """The share of the reference's words that the answer has."""
    wanted, given = meanings(row["reference"]), set(meanings(row["answer"]))
    return fmean(word in given for word in wanted)


def tf_idf(rows: Rows) -> Callable[[dict[str, str]], float]:
    """The cosine of weighted words, the weights learnt from all answers."""
    texts = [set(meanings(row["answer"])) for row in rows]
    known = Counter(word for text in texts for word in text)

    def vector(text: str) -> dict[str, float]:
        counts = Counter(meanings(text))
        return {word: count * log((1 + len(texts)) / (1 + known[word])) for word, count in counts.items()}

    def cosine(row: dict[str, str]) -> float:
        left, right = vector(row["reference"]), vector(row["answer"])
        length = sqrt(sum(x * x for x in left.values()) * sum(x * x for x in right.values()))
        return sum(value * right.get(word, 0) for word, value in left.items()) / length if length else 0

    return cosine


def agreement(rows: Rows) -> Iterator[Figure]:
    grades = [float(row["human"]) for row in rows]
    ours = [estimate(row["question"], points_of(row["reference"]), row["answer"]).score / 100 for row in rows]
    weigh = tf_idf(rows)
    peers = {"word overlap": [overlap(row) for row in rows], "TF-IDF": [weigh(row) for row in rows]}
    for peer, theirs in peers.items():
        r, theirs_r = correlation(ours, grades), correlation(theirs, grades)
        yield Figure(
            f"evaluator, r with human grades ({len(rows)} answers)", round(r, 3), "r", peer, round(theirs_r, 3)
        )
        yield Figure("evaluator, QWK", round(kappa(ours, grades), 3), "QWK", peer, round(kappa(theirs, grades), 3))
    error = sqrt(fmean((a - b) ** 2 for a, b in zip(ours, grades, strict=True)))
    yield Figure("evaluator, RMSE (0..1)", round(error, 3), "")


def attacked() -> list[Item]:
    """Some questions of the library, spread over roles, levels and kinds."""
    items = [item for item in all_items().values() if item.kind != "multiple-choice"]
    return items[:: max(1, len(items) // ATTACKED)][:ATTACKED]


def attacks() -> Iterator[Figure]:
    scores: dict[str, list[int]] = {}
    gains, items = [], attacked()
    for number, item in enumerate(items):
        points = [point.text for point in item.points]
        first = re.split(r"(?<=[.!?])\s+", item.answer)[0]
        plain = {answer: estimate(item.text, points, answer).score for answer in (item.answer, first)}
        for kind, text in attacks_on(item.text, points):
            scores.setdefault(kind, []).append(estimate(item.text, points, text).score)
            if kind == "instruction":
                for answer, score in plain.items():
                    gains.append(estimate(item.text, points, f"{answer} {text}").score - score)
        others = (items[(number + step) % len(items)].answer for step in (1, 2, 3))
        scores.setdefault("another answer", []).extend(estimate(item.text, points, other).score for other in others)
    for kind, found in scores.items():
        yield Figure(f"attacks, {kind}: mean of {len(found)}", round(fmean(found), 2), "of 100")
    yield Figure("attacks, highest of all", max(max(found) for found in scores.values()), "of 100")
    share = 100 * fmean(gain > GAIN for gain in gains)
    yield Figure(f"attacks, appended instruction gains over {GAIN} points ({len(gains)})", round(share, 2), "%")


def times() -> Iterator[Figure]:
    """Milliseconds of processor time for an answer of 150 words, the reference known already."""
    items = [item for item in all_items().values() if item.kind == "open"][:TIMED]
    text = " ".join(item.answer for item in items).split()
    spent = []
    for number, item in enumerate(items):
        points = [point.text for point in item.points]
        start = number * WORDS % max(1, len(text) - WORDS)
        answer = " ".join(text[start : start + WORDS])
        estimate(item.text, points, "Warm.")
        begun = time.process_time()
        estimate(item.text, points, answer)
        spent.append((time.process_time() - begun) * 1000)
    cuts = quantiles(spent, n=20)
    yield Figure(f"evaluator, {WORDS} words, p50", round(cuts[9], 1), "ms CPU")
    yield Figure(f"evaluator, {WORDS} words, p95", round(cuts[18], 1), "ms CPU")


def run() -> Iterator[Figure]:
    if rows := graded():
        yield from agreement(rows)
    yield from times()
    yield from attacks()
    yield Figure(
        "evaluator, memory of the process", round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024), "MB RSS"
    )
