"""`casus audit`, which runs features against the record: files, or those that are stored with claims."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

import click
from click.core import ParameterSource

from application.moments import moment
from domain.policy import Policy
from interface.auditing.feature_files import NothingToAudit, Scenario, scenarios_in, scenarios_of
from interface.auditing.openings import Databases, Directories, Opening, opened, opened_log, scratch, served
from interface.auditing.outcomes import ScenarioResult, Totals, Unmet
from interface.auditing.record import Record
from interface.auditing.reporting import in_words, junit, total_in_words
from interface.auditing.running import run
from interface.auditing.sitting import Looking, Sitting
from interface.house import data_option, json_option, log_option

_EVERY = "every"


def audit_command(directories: Directories, databases: Databases) -> click.Command:
    """`casus audit`, over data directories and databases that are kept so."""

    @click.command("audit")
    @click.argument("features", metavar="[FEATURE]...", nargs=-1, type=click.Path(path_type=Path))
    @data_option
    @log_option
    @click.option("--server", metavar="URL", help="A running Casus, instead of a data directory.")
    @click.option("--token", envvar="CASUS_TOKEN", show_envvar=True, help="The token to ask the server with.")
    @click.option(
        "--stored",
        metavar="[CLAIM_ID]",
        is_flag=False,
        flag_value=_EVERY,
        help="The features that are stored with this claim, or with every claim.",
    )
    @click.option("--known-at", metavar="MOMENT", help="As known then: an RFC 3339 instant, or a position of the log.")
    @click.option("--published-by", metavar="DATE", help="By what was published by then: EDTF, or an instant.")
    @click.option(
        "--without",
        metavar="REF",
        multiple=True,
        help="Without a report:, source: or cause:, by its name or id; several times for several.",
    )
    @click.option("--policy", type=click.Choice([it.value for it in Policy]), help="Reconciles competing figures.")
    @click.option("--scratch", "copying", is_flag=True, help="Record into copies that are thrown away.")
    @json_option
    @click.option("--junit", "report", type=click.Path(path_type=Path, dir_okay=False), help="Where to: JUnit XML.")
    @click.pass_context
    def audit(
        context: click.Context,
        /,
        features: Sequence[Path],
        data: Path,
        log: str | None,
        server: str | None,
        token: str | None,
        stored: str | None,
        known_at: str | None,
        published_by: str | None,
        without: Sequence[str],
        policy: str | None,
        copying: bool,
        as_json: bool,
        report: Path | None,
    ) -> None:
        """Run features in Gherkin against the record: no Python, and nothing is recorded but with --scratch.

        The steps are in docs/audit_steps.md. It ends in 1 if a scenario does not hold, and in 2 if there is nothing
        that can be run.
        """
        if bool(features) == bool(stored):
            raise click.UsageError("Name features, or those that are stored with claims by --stored.")
        looking = Looking(_moment(known_at), published_by, [], policy)
        read = scenarios_of(features) if features else []
        began = perf_counter()
        with _opening(context, directories, databases, data, log, server, token, copying=copying) as opening:
            read = read or _stored(opening.shared, stored or _EVERY)
            if not copying:
                looking.known_at = looking.known_at or str(opening.position)
            looking.without += [_left_out(opening.shared, each) for each in without]
            results = _told(run(read, opening, looking), say=None if as_json else click.echo)
            position = opening.position
        totals, seconds = Totals.of(results), perf_counter() - began
        if report:
            _write(report, junit(results))
        if as_json:
            for each in results:
                click.echo(each.model_dump_json())
            click.echo(totals.model_dump_json())
        else:
            click.echo(total_in_words(totals, position, seconds))
        if totals.holds < totals.scenarios:
            raise click.exceptions.Exit(1)

    return audit


def _opening(
    context: click.Context,
    directories: Directories,
    databases: Databases,
    data: Path,
    log: str | None,
    server: str | None,
    token: str | None,
    *,
    copying: bool,
) -> AbstractContextManager[Opening]:
    named = context.get_parameter_source("data") is not ParameterSource.DEFAULT
    if server:
        if copying:
            raise click.UsageError("A server is only read: --scratch copies a data directory, --data, or a --log.")
        for name in ("data", "log"):
            if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
                raise click.UsageError(f"--{name} and --server: name one of them.")
        if urlsplit(server).scheme not in {"http", "https"}:
            raise click.UsageError("--server: an address such as http://127.0.0.1:8018.")
        return served(server, token)
    if log:
        if not databases.has_log(log):
            raise click.UsageError("--log: there is no log in that database.")
        if copying:
            return scratch(directories, partial(databases.copied, log))
        return opened_log(databases, log, data if named else None)
    there = directories.has_log(data)
    if copying and (there or not named):
        return scratch(directories, partial(directories.copied, data) if there else None)
    if not there:
        raise click.UsageError(f"--data: {data} has no log. An empty one is audited by --scratch without --data.")
    return opened(directories, data)


def _moment(text: str | None) -> str | None:
    try:
        moment(text)
    except ValueError as error:
        raise click.UsageError(f"--known-at: {error}") from error
    return text


def _left_out(record: Record, named: str) -> str:
    """What is left out, as a query names it; a report or a source by its name or id."""
    kind, _, name = named.partition(":")
    if kind not in {"report", "source", "cause"} or not name:
        raise click.UsageError(f"--without: {named} is no report:, source: or cause: with a name or an id.")
    try:
        return named if kind == "cause" else f"{kind}:{Sitting(record, Looking()).id(f'{kind}s', name)}"
    except Unmet as unmet:
        raise click.UsageError(f"--without: {unmet}") from unmet


def _stored(record: Record, which: str) -> Sequence[Scenario]:
    """The scenarios of the features that are stored with a claim, or with every claim that stands."""
    try:
        ids = [each["id"] for each in record.rows("/claims", {})] if which == _EVERY else [_claim(record, which)]
        claims = [record.get(f"/claims/{id}") for id in ids]
    except Unmet as unmet:
        raise click.UsageError(f"--stored: {unmet}") from unmet
    features = [(f"claim {it['id']}, {each['name']}", each["text"]) for it in claims for each in it["features"]]
    found = [scenario for name, text in features for scenario in scenarios_in(text, name)]
    if not found:
        raise NothingToAudit("No feature with a scenario is stored with a claim there.")
    return found


def _claim(record: Record, name: str) -> str:
    return Sitting(record, Looking()).id("claims", name)


def _told(results: Any, say: Callable[[str], None] | None) -> Sequence[ScenarioResult]:
    """The results, each told as it comes."""
    found: list[ScenarioResult] = []
    for each in results:
        new = not found or (found[-1].feature, found[-1].file) != (each.feature, each.file)
        found.append(each)
        for line in in_words(each, first_of_feature=new) if say else ():
            assert say
            say(line)
    return found


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as why:
        raise click.UsageError(f"--junit: {path} can't be written: {why.strerror}.") from why
