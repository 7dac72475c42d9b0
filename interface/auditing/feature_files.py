"""Reads feature files: Gherkin, whose scenarios are laid out with their backgrounds and examples."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from gherkin.errors import CompositeParserException, ParserError, ParserException
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

from domain.refusal import Refusal

LARGEST = 1 << 20
"""Bytes of one feature file, at most."""

Table = Sequence[Sequence[str]]
"""The rows of a data table, each with its cells."""


class NotGherkin(Refusal):
    """The file is no feature in Gherkin; the answer names the line, and what was expected there."""


class NothingToAudit(Refusal):
    """There is no feature with a scenario there."""


class Line(NamedTuple):
    """One step of a scenario, as its file has it; with the data table or the doc string that belongs to it."""

    keyword: str
    text: str
    number: int
    table: Table | None = None
    doc: str | None = None


class Scenario(NamedTuple):
    """One scenario: of which feature, in which file and line, and its steps, those of its background first."""

    file: str
    feature: str
    name: str
    line: int
    steps: Sequence[Line]
    prose: Sequence[str]
    """The lines that describe it, and those that describe the backgrounds of its feature."""


def scenarios_of(paths: Sequence[Path]) -> Sequence[Scenario]:
    """The scenarios of these files, and of every `*.feature` in these directories, in order.

    Raises:
        NotGherkin: a file can't be read, is not UTF-8, or is no feature.
        NothingToAudit: a directory has no feature files, or there is no scenario in any.
    """
    found = [each for path in paths for file in _files(path) for each in scenarios_in(_text(file), str(file))]
    if not found:
        raise NothingToAudit(f"{', '.join(map(str, paths))} has no scenario.")
    return found


def scenarios_in(text: str, file: str) -> Sequence[Scenario]:
    """The scenarios of one feature.

    Raises:
        NotGherkin: the text is no feature.
    """
    try:
        document: Any = Parser().parse(text)
        if "feature" not in document:
            raise NotGherkin(f"{file}:1: expected: Feature:, got an empty file")
        document["uri"] = file
        written = {each["id"]: each for each in _steps(document["feature"])}
        prose = _prose(document["feature"])
        name = document["feature"]["name"]
        return [_scenario(file, name, it, written, prose) for it in Compiler().compile(document)]
    except CompositeParserException as errors:
        raise NotGherkin("\n".join(_where(file, it) for it in errors.errors)) from errors
    except ParserException as error:
        raise NotGherkin(_where(file, error)) from error
    except (ParserError, RecursionError) as error:
        raise NotGherkin(f"{file}: {error}") from error


def _files(path: Path) -> Sequence[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(path.rglob("*.feature"))
    if not files:
        raise NothingToAudit(f"{path} has no file *.feature.")
    return files


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise NotGherkin(f"{file}: it can't be read: {error.strerror}") from error
    if len(content) > LARGEST:
        raise NotGherkin(f"{file}: a feature file has at most {LARGEST:,} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotGherkin(
            f"{file}:{line}: expected: text in UTF-8, got the byte 0x{content[error.start]:02x}"
        ) from error


def _where(file: str, error: ParserException) -> str:
    place = f"{file}:{error.location['line']}:{error.location.get('column') or 1}"
    # Gherkin's own words begin with the place in brackets.
    return f"{place}: {str(error).partition(': ')[2].replace('#', '')}"


def _steps(part: Any) -> Iterator[Any]:
    for child in part["children"]:
        if "rule" in child:
            yield from _steps(child["rule"])
        else:
            yield from (child.get("background") or child["scenario"])["steps"]


def _prose(part: Any) -> dict[str, Sequence[str]]:
    """The lines that describe each scenario, by its id; those of backgrounds under no id."""
    found: dict[str, Sequence[str]] = {"": ()}
    for child in part["children"]:
        if "rule" in child:
            within = _prose(child["rule"])
            found |= {**within, "": [*found[""], *within[""]]}
        elif "background" in child:
            found[""] = [*found[""], *child["background"]["description"].splitlines()]
        else:
            found[child["scenario"]["id"]] = child["scenario"]["description"].splitlines()
    return found


def _scenario(
    file: str, feature: str, it: Any, written: Mapping[str, Any], prose: Mapping[str, Sequence[str]]
) -> Scenario:
    steps = [_line(each, written) for each in it["steps"]]
    described = [*prose[""], *prose[it["astNodeIds"][0]]]
    return Scenario(file, feature, it["name"], it["location"]["line"], steps, [each.strip() for each in described])


def _line(step: Any, written: Mapping[str, Any]) -> Line:
    source, argument = written[step["astNodeIds"][0]], step.get("argument", {})
    table = argument.get("dataTable")
    return Line(
        source["keyword"].strip(),
        step["text"],
        source["location"]["line"],
        table and [[cell["value"] for cell in row["cells"]] for row in table["rows"]],
        argument["docString"]["content"] if "docString" in argument else None,
    )
