"""`casus audit` of a hundred scenarios over UCDP's Syria file, imported with its coverage, against an audit of one.

`python -m benchmarks.auditing`; it needs UCDP's files (CASUS_UCDP: the directory that has them). Each audit is a
process of its own, over a data directory whose read model is there. The scenarios name an incident each, and check its
country and day, its toll, a sum, a count, what a figure rests on, an assertion about it, or its rank.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.measure import Row, Skipped, costs, show
from interface.auditing.openings import Directories, opened
from interface.main import copied, read_house

_FILES = Path(os.environ.get("CASUS_UCDP", Path(__file__).parents[2] / "shared/data/ucdp"))
_SYRIA = _FILES / "ged_syria_652.1601.1911.csv"
_CASUS = [sys.executable, "-c", "from interface.main import main; main()"]
_SCENARIOS, _ROUNDS = 100, 3
_COVERED = ["--covers-country", "SYR", "--covers-period", "2016-01/2019-11"]


def auditing(directory: Path) -> Sequence[Row]:
    """How long audits take, of one scenario and of a hundred: only read, and with copies to record into."""
    data = directory / "data"
    if not _SYRIA.is_file():
        raise Skipped(f"{_SYRIA} is missing: name the directory with UCDP's files in CASUS_UCDP.")
    _casus("import", "ucdp-ged", str(_SYRIA), "--dataset", "ucdp-syria", *_COVERED, "--data", str(data))
    incidents = _incidents(data)
    scenarios = [_scenario(at, it) for at, it in enumerate(incidents)]
    one, all_of_them = (directory / name for name in ("one.feature", "all.feature"))
    recording = directory / "recording.feature"
    one.write_text("\n".join(["Feature: One", *scenarios[0]]), "utf-8")
    all_of_them.write_text("\n".join(["Feature: All", *(line for it in scenarios for line in it)]), "utf-8")
    recording.write_text(
        "\n".join(["Feature: Recording", *(line for it in range(10) for line in _further(it))]), "utf-8"
    )
    where = ["--data", str(data)]
    _casus("audit", str(one), *where)
    rounds = [(_casus("audit", str(one), *where), _casus("audit", str(all_of_them), *where)) for _ in range(_ROUNDS)]
    start, whole = (median(column) for column in zip(*rounds, strict=True))
    scratch = _casus("audit", str(one), *where, "--scratch")
    copies = _casus("audit", str(recording), *where, "--scratch")
    return [
        costs(f"an audit of {_SCENARIOS} scenarios", whole, "of one, which is the start-up", start, unit="s"),
        Row("of which start-up", start / whole * 100, unit="%"),
        Row("each further scenario", (whole - start) / (_SCENARIOS - 1) * 1_000, unit="ms"),
        costs("an audit of one, into a scratch copy", scratch, "only read", start, unit="s"),
        costs("of ten that record, a copy each", copies, "of one, which records nothing", scratch, unit="s"),
    ]


def _casus(*words: str) -> float:
    """Seconds that a command takes, in a process of its own."""
    began = perf_counter()
    ended = subprocess.run([*_CASUS, *words], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, "\n".join(it for it in ended.stdout.splitlines() if "✓" not in it) + ended.stderr
    return perf_counter() - began


def _incidents(data: Path) -> Sequence[Mapping[str, Any]]:
    """A hundred incidents from the whole record, one in so many, of those in which somebody was killed."""
    with opened(Directories(read_house, Path.exists, copied), data) as opening:
        found = [
            it for it in opening.shared.rows("/incidents", {}) if "killed" in it["toll"] and it["place"]["country"]
        ]
    return found[:: len(found) // _SCENARIOS][:_SCENARIOS]


def _scenario(at: int, it: Mapping[str, Any]) -> Sequence[str]:
    return [f"Scenario: {at}", *(f"  {line}" for line in _lines(at, it))]


def _lines(at: int, it: Mapping[str, Any]) -> Iterator[str]:
    """What is on record of an incident, as steps; each scenario checks one thing more, in turn."""
    toll, country, day = it["toll"]["killed"], it["place"]["country"], it["occurred"]["edtf"]
    yield f'Given "it" is the incident "{it["id"]}"'
    yield f'Then "it" occurred "{day}"'
    yield f'And "it" was in {country}'
    yield f'And the killed in "it" are from {toll["low"]} to {toll["high"]}, best {toll["best"]}'
    match at % 4:
        case 0:
            yield f'And it is contradicted that at least {toll["high"] + 1_000} were killed in "it"'
        case 1:
            yield f'And it is contradicted that there were at most 0 battles in {country} during "2016/2018"'
        case 2:
            yield 'And it is contradicted that "it" is the largest by killed, among'
            yield f"  | countries | {country} |"
        case _:
            yield 'And it is contradicted that "it" is among the 3 largest by killed, among'
            yield f"  | countries | {country} |"
            yield "  | occurred  | 2017 |"


def _further(at: int) -> Iterator[str]:
    """A scenario that records an incident of its own."""
    yield f"Scenario: recording {at}"
    yield '  Given the source "Agency"'
    yield '  And the report "word" by "Agency", published "2018-02-10"'
    yield '  And the force "column"'
    yield '  And the battle "the ambush" in SYR on "2018-02-03", by the report "word"'
    yield '  And the report "word" gives exactly 20 killed of "column" in "the ambush"'
    yield '  Then the killed of "column" in "the ambush" are 20'


if __name__ == "__main__":
    show(auditing)
