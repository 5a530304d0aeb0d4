"""Says how well CVs are read: F1 of every field, on documents that the model was not trained on."""

import json
import runpy
import time
from argparse import ArgumentParser
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.cv_analysis.parsing.engine import parse
from apps.cv_analysis.parsing.tagging.tagger import Tagger
from apps.cv_analysis.parsing.tagging.training import FOLDS, Labelled, example_of, labelled_documents, train

# The day that the years of the labelled CVs were counted on.
AS_OF = date(2026, 6, 15)
REAL = {"dotin-text", "dotin-file"}

Counts = dict[tuple[str, str], list[int]]


class Command(BaseCommand):
    help = (
        "Cross-validates the parser on a folder of labelled CVs: the model is trained on four fifths of the people and "
        "scored on the others, five times, by the folder's own score.py."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="holds gold.jsonl, score.py and the files")
        parser.add_argument("--folds", default="0,1,2,3,4", help="which fifths to score, by number")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--predictions", type=Path, help="also write what was found, one JSON line a document")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not (folder / "score.py").is_file():
            raise CommandError(f"{folder} holds no score.py: name the folder of the labelled CVs.")
        scorer = runpy.run_path(str(folder / "score.py"))
        documents = list(labelled_documents(folder))
        examples = [(labelled.fold, example_of(labelled)) for labelled in documents]
        counts: Counts = defaultdict(lambda: [0, 0, 0])
        times: list[float] = []
        lines: list[str] = []
        for fold in map(int, options["folds"].split(",")):
            tagger = Tagger(train(example for number, example in examples if example and number != fold))
            for labelled in documents:
                if labelled.fold == fold:
                    found, ms = predict(labelled, tagger)
                    times.append(ms)
                    lines.append(json.dumps({"id": labelled.id, "pred": found, "ms": round(ms, 1)}, ensure_ascii=False))
                    add(counts, labelled, scorer["score_doc"](labelled.gold, found))
            self.stderr.write(f"fold {fold + 1} of {FOLDS} scored")
        if options["predictions"]:
            options["predictions"].write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.stdout.write(report(counts, times, scorer, as_json=options["json"]))


def predict(labelled: Labelled, tagger: Tagger) -> tuple[dict[str, Any], float]:
    started = time.perf_counter()
    parsed = parse(labelled.extraction, as_of=AS_OF, has_pages=labelled.has_pages, tagger=tagger)
    return parsed.prediction(), (time.perf_counter() - started) * 1000


def add(counts: Counts, labelled: Labelled, scored: dict[str, tuple[int, int, int]]) -> None:
    """Count what was right, found and wanted, for the source and for the groups that figures are asked for."""
    groups = [labelled.source, "real" if labelled.source in REAL else "exact"]
    if labelled.source != "dotin-text":
        groups.append("files")
    for field, numbers in scored.items():
        for group in groups:
            total = counts[group, field]
            for index, number in enumerate(numbers):
                total[index] += number


def report(counts: Counts, times: list[float], scorer: dict[str, Any], *, as_json: bool) -> str:
    """A table of F1 with precision and recall, or the same as JSON lines."""
    groups = sorted({group for group, _ in counts})
    rows: list[str] = []
    for group in groups:
        rows += [] if as_json else [f"== {group}"]
        for field in scorer["ORDER"]:
            if (group, field) not in counts:
                continue
            precision, recall, f1 = scorer["prf"](counts[group, field])
            if as_json:
                row = {
                    "group": group,
                    "field": field,
                    "f1": round(f1, 4),
                    "p": round(precision, 4),
                    "r": round(recall, 4),
                }
                rows.append(json.dumps(row))
            else:
                rows.append(f"  {field:20s} F1 {f1:.3f}   P {precision:.3f}  R {recall:.3f}")
    times.sort()
    middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
    rows.append(
        json.dumps({"ms_median": round(middle, 1), "ms_p95": round(late, 1)})
        if as_json
        else f"ms per document without extraction: median {middle:.1f}, p95 {late:.1f}"
    )
    return "\n".join(rows)
