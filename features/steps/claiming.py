"""Steps about claims: what is found of them, and assertions that are checked without recording."""

from uuid import uuid4

from pytest_bdd import given, parsers, then, when

from application.recording import Behalf
from domain.claim import Audit, Claim
from domain.fact import Position
from domain.policy import Policy
from domain.verdict import Outcome
from features.desk import Desk
from features.steps.tables import Table, body
from interface.asking import LOCAL_ANALYST


@given(parsers.re(r'an audit of "(?P<name>[^"]+)" found (?P<found>[a-z_]+)'))
def an_audit_found(desk: Desk, name: str, found: str) -> None:
    """Entered as it is: whatever was found once stays told."""
    ledger, id = desk.services.ledger, desk.ids[name][1]
    audit = Audit(
        verdict=Outcome(found),
        policy=Policy.HIGHEST_CREDIBILITY,
        policy_version=1,
        position=ledger.position_at(None),
        because=("So the record had it.",),
        words="So many were killed.",
    )
    version = ledger.folded(Claim, id).version
    receipt = ledger.change(Claim, id, lambda it: it.audit(audit), by=Behalf(LOCAL_ANALYST, uuid4()), expecting=version)
    assert desk.services.questions.readable(Position(receipt.position))


@when("this assertion is checked:")
def it_is_checked(desk: Desk, datatable: Table) -> None:
    desk.post("/claims/check", desk.resolved(body(datatable)))


@when(parsers.re(r'the claims that drifted are listed( as known at "(?P<moment>[^"]+)")?'))
def those_that_drifted_are_listed(desk: Desk, moment: str | None = None) -> None:
    desk.get("/claims", drifted="true", **_at(desk, moment))


@then(parsers.re(r'(as known at "(?P<moment>[^"]+)", )?the words of "(?P<name>[^"]+)" name "(?P<called>[^"]+)"'))
def its_words_name(desk: Desk, name: str, called: str, moment: str | None = None) -> None:
    assert called.lower() in desk.get(desk.path(name), **_at(desk, moment)).json()["words"].lower()


@then(parsers.re(r'as known at "(?P<moment>[^"]+)", the words of all claims name "(?P<called>[^"]+)"'))
def all_their_words_name(desk: Desk, moment: str, called: str) -> None:
    claims = desk.get("/claims", **_at(desk, moment)).json()["items"]
    assert claims
    assert all(called in it["words"] for it in claims)


def _at(desk: Desk, moment: str | None) -> dict[str, str]:
    return {"known_at": str(desk.moments[moment])} if moment else {}
