"""Steps about who asks and how: tokens, versions, keys, raw requests."""

from datetime import datetime

from pytest_bdd import given, parsers, then, when

from domain.actor import Role
from features.desk import Desk

REASON = {"reason": "It was a controlled demolition."}


@given(parsers.re(r'"(?P<owner>[^"]+)" holds a token as (?P<role>[a-z]+)( until (?P<until>[0-9-]+))?'))
def they_hold_a_token(desk: Desk, owner: str, role: str, until: str | None) -> None:
    end = until and datetime.fromisoformat(f"{until}T23:59:59Z")
    token, desk.tokens[owner] = desk.access.create(owner, Role(role), end or None)
    desk.token_ids[owner] = token.id


@given(parsers.re(r'the token of "(?P<owner>[^"]+)" is revoked'))
def it_is_revoked(desk: Desk, owner: str) -> None:
    desk.access.revoke(desk.token_ids[owner])


@given(parsers.re(r'"(?P<owner>[^"]+)" made up a token'))
def they_made_one_up(desk: Desk, owner: str) -> None:
    desk.tokens[owner] = f"casus_0123456789ab_{'A' * 43}"


@given(parsers.re(r'"(?P<owner>[^"]+)" is asking'))
def they_ask(desk: Desk, owner: str) -> None:
    desk.asking = owner


@given(parsers.re(r"it is (?P<moment>\S+) by now"))
def it_is_by_now(desk: Desk, moment: str) -> None:
    desk.clock.now = datetime.fromisoformat(moment)


@given(parsers.re(r"somebody asks from (?P<host>\S+)"))
def somebody_asks_from(desk: Desk, host: str) -> None:
    desk.client = desk.client_of(host, "127.0.0.1")


@given(parsers.re(r'somebody asks this machine by the name "(?P<name>[^"]+)"'))
def somebody_asks_by_the_name(desk: Desk, name: str) -> None:
    desk.client = desk.client_of("127.0.0.1", name)


@when(parsers.re(r'the analyst changes "(?P<name>[^"]+)" without a version'))
def they_change_without_a_version(desk: Desk, name: str) -> None:
    desk.post(f"{desk.path(name)}/retractions", REASON)


@when(parsers.re(r'the analyst changes "(?P<name>[^"]+)" as of version (?P<version>.+)'))
def they_change_as_of(desk: Desk, name: str, version: str) -> None:
    desk.change(name, "retractions", REASON, **{"If-Match": version})


@when("the analyst changes what is not on record")
def they_change_what_is_not_on_record(desk: Desk) -> None:
    desk.post("/incidents/00000000-0000-4000-8000-000000000000/retractions", REASON, **{"If-Match": '"1"'})


@when(parsers.re(r'the analyst changes "(?P<name>[^"]+)" under the key "(?P<key>[^"]+)"(?P<other> otherwise)?'))
def they_change_under_the_key(desk: Desk, name: str, key: str, other: str | None) -> None:
    desk.earlier = desk.answer
    reason = {"reason": "It was an exercise."} if other else REASON
    desk.change(name, "retractions", reason, **{"If-Match": '"1"', "Idempotency-Key": key})


@given(parsers.re(r'the analyst changes "(?P<name>[^"]+)" under the key "(?P<key>[^"]+)"(?P<other> otherwise)?'))
def they_have_changed_under_the_key(desk: Desk, name: str, key: str, other: str | None) -> None:
    they_change_under_the_key(desk, name, key, other)
    assert desk.answer.status_code == 201, desk.answer.text


@then("the answer is the same again")
def the_answer_is_the_same(desk: Desk) -> None:
    assert desk.answer.status_code == desk.earlier.status_code == 201
    assert desk.answer.content == desk.earlier.content
    assert desk.answer.headers["etag"] == desk.earlier.headers["etag"]


@when(parsers.re(r"the analyst sends the source '(?P<raw>[^']+)'( as (?P<media>\S+))?"))
def they_send_raw(desk: Desk, raw: str, media: str | None) -> None:
    desk.send("/sources", raw.encode(), media or "application/json")


@when(parsers.re(r"the analyst sends a source of (?P<size>\d+) characters"))
def they_send_much(desk: Desk, size: str) -> None:
    desk.send("/sources", b'{"name": "' + b"a" * int(size) + b'"}', "application/json")


@when(parsers.re(r'"(?P<address>/[^"]*)" is asked'))
def an_address_is_asked(desk: Desk, address: str) -> None:
    desk.get(address)


@when(parsers.re(r'the (?P<kind>[a-z]+) "(?P<name>[^"]+)" is asked for as an incident'))
def it_is_asked_for_as_an_incident(desk: Desk, kind: str, name: str) -> None:
    desk.get(f"/incidents/{desk.ids[name][1]}")


@then(parsers.re(r'the answer forwards to "(?P<name>[^"]+)"'))
def it_forwards(desk: Desk, name: str) -> None:
    assert desk.answer.status_code == 307
    assert desk.answer.headers["location"] == desk.path(name)
