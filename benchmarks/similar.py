"""Suspected duplicates: how many of those listed are ones, how many ones are listed, and how long that takes.

Precision and recall are estimated from pairs of rows of UCDP's Syria file that were labelled by reading them
(labelled_pairs.csv says how), each weighted by how many pairs it stands for; the ranges are what 90 of 100 samples of
the same kind give (bootstrap, within the strata). `large` adds times over 400,000 incidents.
"""

import csv
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple
from uuid import UUID

from application.asking import Questions
from application.recording import Draft
from application.similar import Similar
from benchmarks import syria, ucdp
from benchmarks.copies import Copied, id_of
from benchmarks.ledgers import BATCH, ledger_in
from benchmarks.measure import Row, Skipped, costs, show
from benchmarks.models import Reading, reading
from benchmarks.syrian_log import syrian_data
from domain.alike_forces import Named
from domain.compared import Compared, Days, Killed, Spot
from domain.fact import Position
from domain.force_facts import ForceKind
from domain.incident_facts import IncidentCoded
from domain.kinds import TypeOfViolence, kind_of_ucdp
from domain.period import DatePrecision
from domain.place import Precision
from domain.similarity import THRESHOLD, alike
from domain.toll import Side

_LABELLED = Path(__file__).with_name("labelled_pairs.csv")
_SYRIA = Path(__file__).parents[2] / "shared/data/ucdp/ged_syria_652.1601.1911.csv"
_THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
_SAMPLES, _OF_100 = 2_000, (0.05, 0.95)
_DATASET = "syria"


class Judged(NamedTuple):
    """A labelled pair, and the score that it gets."""

    score: float
    duplicate: bool
    stratum: str
    weight: float
    half: int


class Found(NamedTuple):
    """What a threshold lists of a half: how many pairs that stands for, and what they are."""

    listed: float
    precision: float
    recall: float


def likeness() -> None:
    """Prints precision and recall by threshold, of the half that numbers were chosen on, and of the other."""
    judged = list(_judged())
    low = [it for it in judged if it.stratum[0] in "0123"]
    print(
        f"Of {len(judged)} labelled pairs, {sum(it.duplicate for it in judged)} are duplicates; of those drawn at a"
        f" score below 0.4, {sum(it.duplicate for it in low)} of {len(low)}, which stand for"
        f" {sum(it.weight for it in low):,.0f}: recall is of the duplicates that were found by labelling."
    )
    for half, what in ((0, "chosen on"), (1, "reported")):
        pairs = [it for it in judged if it.half == half]
        duplicates = sum(it.duplicate for it in pairs)
        print(f"\nHalf {half}, {what}: {len(pairs)} pairs, {duplicates} of them duplicates")
        print("score  listed  precision            recall               (pairs labelled)")
        for threshold in _THRESHOLDS:
            print(_line(pairs, threshold) + ("  <- default" if threshold == THRESHOLD else ""))


def times(_: Path) -> Sequence[Row]:
    """How long one incident takes, and all of an import; over the file's rows, and over 400,000 incidents."""
    with TemporaryDirectory(prefix="casus-bench-") as directory:
        _fill(Path(directory))
        with reading(Path(directory)) as opened:
            rows = _times(opened, "16,566 incidents")
    if "large" in sys.argv[1:]:
        with reading(syrian_data()) as opened:
            rows += [costs("similar to one, of 400,000 incidents", _of_one(opened))]
    return rows


def _judged() -> Iterator[Judged]:
    rows = {it.id: it for it in ucdp.events()}
    deaths = _deaths()
    with _LABELLED.open(encoding="utf-8") as file:
        for pair in csv.DictReader(line for line in file if not line.startswith("#")):
            one, other = (_compared(rows[int(pair[name])], deaths[pair[name]]) for name in ("one", "other"))
            score = alike(one, other).score
            yield Judged(score, pair["duplicate"] == "1", pair["stratum"], float(pair["weight"]), int(pair["half"]))


def _compared(row: ucdp.Event, deaths: Sequence[int]) -> Compared:
    """A row as it is compared once it is imported."""
    ids: list[Side] = [id_of("force", side.ucdp_id) for side in row.sides]
    forces = [
        (Named(id_of("force", side.ucdp_id), (side.name,), ForceKind.REBEL_GROUP), camp)
        for side, camp in zip(row.sides, "ab", strict=True)
    ]
    by_side = frozenset(zip([*ids, "civilians", "unknown"], deaths, strict=True))
    return Compared(
        days=Days(row.first_day.toordinal(), row.last_day.toordinal(), DatePrecision(row.date_precision)),
        spot=Spot(row.where, Precision(row.where_precision), row.latitude, row.longitude, "SYR"),
        kind=kind_of_ucdp(TypeOfViolence(row.type_of_violence)),
        sides=frozenset(forces),
        killed=Killed(min(row.killed), row.killed.best, max(row.killed), by_side),
        rows=frozenset({(_DATASET, str(row.id))}),
        reports=frozenset(id_of("report", *article) for article in row.articles),
    )


def _deaths() -> Mapping[str, Sequence[int]]:
    """Of each row: those killed on both sides, civilians, and unknown."""
    columns = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    with Path(os.environ.get("CASUS_UCDP_SYRIA", _SYRIA)).open(encoding="utf-8", newline="") as file:
        return {row["id"]: [int(row[column]) for column in columns] for row in csv.DictReader(file)}


def _found(pairs: Sequence[Judged], threshold: float) -> Found:
    listed = sum(it.weight for it in pairs if it.score >= threshold)
    right = sum(it.weight for it in pairs if it.score >= threshold and it.duplicate)
    duplicates = sum(it.weight for it in pairs if it.duplicate)
    return Found(listed * 2, right / listed if listed else 1.0, right / duplicates if duplicates else 1.0)


def _line(pairs: Sequence[Judged], threshold: float) -> str:
    found = _found(pairs, threshold)
    random = Random(1)
    strata: defaultdict[str, list[Judged]] = defaultdict(list)
    for it in pairs:
        strata[it.stratum].append(it)
    samples = [
        _found([it for stratum in strata.values() for it in random.choices(stratum, k=len(stratum))], threshold)
        for _ in range(_SAMPLES)
    ]
    ranges = [
        "{:.2f} to {:.2f}".format(*(sorted(values)[int(at * _SAMPLES)] for at in _OF_100))
        for values in ([it.precision for it in samples], [it.recall for it in samples])
    ]
    above = [it for it in pairs if it.score >= threshold]
    return (
        f"{threshold:.2f}  {found.listed:7,.0f}  {found.precision:.2f} ({ranges[0]})  {found.recall:.2f} ({ranges[1]})"
        f"  ({sum(it.duplicate for it in above)} of {len(above)})"
    )


def _fill(directory: Path) -> None:
    """A log of the file's rows, once each, coded by their dataset."""
    rows = ucdp.events()
    with closing(ledger_in(directory / "log.sqlite")) as ledger:
        drafts = _coded(rows)
        while batch := list(islice(drafts, BATCH)):
            ledger.append(batch)


def _coded(rows: Sequence[ucdp.Event]) -> Iterator[Draft]:
    last: dict[UUID, Draft] = {}
    for draft in syria.drafts(rows, len(rows)):
        last[draft.originator_id] = draft
        yield draft
    for row in rows:
        it = Copied(row, 0)
        before = last[it.incident]
        coding = IncidentCoded(dataset=_DATASET, row=str(row.id), report_id=it.first_report)
        yield before._replace(originator_version=before.originator_version + 1, fact=coding)


def _times(opened: Reading, what: str) -> list[Row]:
    similar, end = Similar(Questions(opened.ledger, opened.model)), opened.model.position
    began = perf_counter()
    similar.brought(_DATASET, Position(0), end, within_dataset=True)
    of_all = perf_counter() - began
    return [
        costs(f"similar to one, of {what}", _of_one(opened)),
        costs(f"the 1,000 most alike pairs of {what}, all of one import", of_all * 1_000),
    ]


def _of_one(opened: Reading, rounds: int = 21) -> float:
    """The median for several incidents, in milliseconds, after one that isn't counted."""
    similar = Similar(Questions(opened.ledger, opened.model))
    rows = ucdp.events()
    taken = []
    for number in range(rounds):
        began = perf_counter()
        similar.incidents(Copied(rows[number * 700], 0).incident)
        taken.append((perf_counter() - began) * 1_000)
    return median(taken[1:])


if __name__ == "__main__":
    try:
        likeness()
    except Skipped as skipped:
        sys.exit(str(skipped))
    show(times)
