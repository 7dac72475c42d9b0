"""The command line: `casus serve`, `demo`, `import`, `export`, `template`, `audit`, `log`, `read` and `token`."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

from application.access import Token
from application.read_model import Progress
from domain.actor import Role
from domain.refusal import Refusal
from interface.first_case import tell_first_case
from interface.first_claims import audit_first_claims, tell_first_claims
from interface.house import House, Opener, data_option, json_option, log_option, must_be_there
from interface.import_commands import import_release
from interface.later_reports import tell_later_reports
from interface.log_commands import log
from interface.problems import in_words
from interface.server import serve_until_stopped

_PATIENCE = 600
"""Seconds for which a case waits until what it recorded can be read."""


class Program(click.Group):
    """A group of commands that ends in 2, with the refusal's words, when a refusal says it was used wrongly."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            raise click.UsageError(in_words(refusal), ctx) from refusal


@click.group(cls=Program)
def casus() -> None:
    """Casus: what armed forces did to whom, as far as sources let us say, and when that was known."""


@casus.command()
@data_option
@log_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to serve on.")
@click.option("--port", type=click.IntRange(0, 65535), help="The port: 8018, or a free one if that is taken.")
@click.pass_obj
def serve(open_house: Opener, data: Path, log: str | None, host: str, port: int | None) -> None:
    """Serve the API; while there is no token, on this machine only."""
    with open_house(data, log) as house:
        house.model.start()
        with suppress(KeyboardInterrupt):  # which comes once all is closed
            serve_until_stopped(house.services, house.tokens, host, port)


casus.add_command(import_release)


@casus.command()
@data_option
@log_option
@click.option("--later", is_flag=True, help="Also the reports that contest it.")
@click.option("--if-empty", is_flag=True, help="Only where nothing is on record yet.")
@click.pass_obj
def demo(open_house: Opener, data: Path, log: str | None, later: bool, if_empty: bool) -> None:
    """Record the first case, the clash of 7 February 2018; what is there already is not recorded twice."""
    with open_house(data, log) as house:
        before = house.services.ledger.position_at(None)
        if not (if_empty and before):
            _tell_case(house, later=later)
        after = house.services.ledger.position_at(None)
    click.echo(f"{after - before} entries recorded; the log has {after}.")


def _tell_case(house: House, *, later: bool) -> None:
    """Records the case and its claims, and audits these: before the later reports, and after them."""
    services = house.services
    case = tell_first_case(services)
    claims = tell_first_claims(services, case)
    audits = house.follow()

    def audit(when: str) -> None:
        if audits and house.model.reach(services.ledger.position_at(None), _PATIENCE):
            audit_first_claims(services, claims, when)

    audit("first")
    if later:
        tell_later_reports(services)
        audit("later")
    if not audits:
        click.echo(
            "The claims are not audited: another process has the read model open. Run this again once it has ended."
        )


casus.add_command(log)


@casus.group()
def read() -> None:
    """Look after the read model, which answers questions; it is made from the log, and disposable."""


@read.command()
@data_option
@log_option
@json_option
@click.pass_obj
def check(open_house: Opener, data: Path, log: str | None, as_json: bool) -> None:
    """Replay the log into a second read model, and compare the two row by row; ends in 1 if they differ."""
    must_be_there(data, log)
    with open_house(data, log) as house:
        found = house.model.check(_tell)
    for each in found:
        _say(
            each,
            f"{each.table}, row {each.row}: {each.there or 'nothing'}; the log says {each.log or 'nothing'}",
            as_json,
        )
    if found:
        raise click.exceptions.Exit(1)
    if not as_json:
        click.echo("The read model is what the log says.")


@read.command()
@data_option
@log_option
@json_option
@click.pass_obj
def rebuild(open_house: Opener, data: Path, log: str | None, as_json: bool) -> None:
    """Build the read model anew from the log."""
    must_be_there(data, log)
    with open_house(data, log) as house:
        progress = house.model.rebuild(_tell)
    _say(progress, f"The read model has read {progress.position} of {progress.of} entries.", as_json)


@casus.group()
def token() -> None:
    """Say who may come in; from the first token on, everybody needs one."""


@token.command()
@data_option
@log_option
@json_option
@click.option("--owner", required=True, help="Whose token it is: what they record is recorded as theirs.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help="What they may do.")
@click.option("--expires", type=click.DateTime(["%Y-%m-%d"]), help="The day (UTC) it ends with.")
@click.pass_obj
def create(
    open_house: Opener, data: Path, log: str | None, as_json: bool, owner: str, role: str, expires: datetime | None
) -> None:
    """Create a token; it is shown this once."""
    with open_house(data, log) as house:
        end = expires and expires.replace(hour=23, minute=59, second=59, tzinfo=UTC)
        made, secret = house.tokens.create(owner, Role(role), end)
    if as_json:
        click.echo(json.dumps({**made.model_dump(mode="json"), "token": secret}))
    else:
        click.echo(f"{_line(made)}\n{secret}")


@token.command("list")
@data_option
@log_option
@json_option
@click.pass_obj
def list_tokens(open_house: Opener, data: Path, log: str | None, as_json: bool) -> None:
    """List every token there ever was, without its secret."""
    must_be_there(data, log)
    with open_house(data, log) as house:
        for each in house.tokens.list():
            _say(each, _line(each), as_json)


@token.command()
@data_option
@log_option
@json_option
@click.argument("id")
@click.pass_obj
def revoke(open_house: Opener, data: Path, log: str | None, as_json: bool, id: str) -> None:
    """Revoke a token, at once."""
    must_be_there(data, log)
    with open_house(data, log) as house:
        revoked = house.tokens.revoke(id)
    _say(revoked, _line(revoked), as_json)


def _tell(progress: Progress) -> None:
    click.echo(f"{progress.position} of {progress.of} entries", err=True)


def _say(thing: BaseModel, words: str, as_json: bool) -> None:
    click.echo(thing.model_dump_json() if as_json else words)


def _line(token: Token) -> str:
    ended = f"revoked {token.revoked_at:%Y-%m-%d}" if token.revoked_at else ""
    expiry = f"expires {token.expires_at:%Y-%m-%d}" if token.expires_at else "does not expire"
    return f"{token.id}  {token.role:<8}  {token.owner}  {ended or expiry}"
