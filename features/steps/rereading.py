"""Steps that ask again for what was read, and that record without waiting until it can be read."""

import re
from time import monotonic

from pytest_bdd import given, parsers, then, when

from application.asking import PATIENCE
from features.desk import Desk
from features.steps.questioning import ask
from features.steps.recording import it_is_on_record, the_analyst_has_done

OUTLET = {"name": "Outlet", "kind": "newspaper"}


@given("nothing follows the log")
def nothing_follows(desk: Desk) -> None:
    desk.model.close()
    desk.start(following=False)


@when(parsers.re(r'the address of "(?P<name>[^"]+)"(?P<further>\S*) is asked'))
def its_address_is_asked(desk: Desk, name: str, further: str) -> None:
    desk.get(desk.path(name) + further)


@given(parsers.re(r'others meanwhile enter "(?P<entered>[^"]+)" and retract "(?P<retracted>[^"]+)"'))
def others_meanwhile(desk: Desk, entered: str, retracted: str) -> None:
    before = desk.answer
    it_is_on_record(desk, "incident", entered)
    the_analyst_has_done(desk, "retracts", retracted, "It was an exercise.")
    desk.answer = before


@when("it is asked again, unless it changed")
def it_is_asked_again(desk: Desk) -> None:
    _ask_unless(desk, "TAG")


@when(parsers.re(r"it is asked again, unless it is (?P<tags>.+)"))
def it_is_asked_again_unless(desk: Desk, tags: str) -> None:
    _ask_unless(desk, tags)


@when(parsers.re(r'it is asked again as "(?P<accept>[^"]+)", unless it changed'))
def it_is_asked_again_as(desk: Desk, accept: str) -> None:
    _ask_unless(desk, "TAG", Accept=accept)


@when(parsers.re(r'the analyst retracts "(?P<name>[^"]+)" by the tag of what was read'))
def they_retract_by_the_tag(desk: Desk, name: str) -> None:
    tag = desk.answer.headers["etag"]
    desk.change(name, "retractions", {"reason": "It was an exercise."}, **{"If-Match": tag})


@when(parsers.re(r'the source "Outlet" is entered, preferring "(?P<prefer>.*)"'))
def it_is_entered_preferring(desk: Desk, prefer: str) -> None:
    began = monotonic()
    desk.post("/sources", OUTLET, Prefer=prefer)
    desk.earlier = monotonic() - began


@then("nothing has changed")
def nothing_has_changed(desk: Desk) -> None:
    assert desk.answer.status_code == 304
    assert desk.answer.content == b""
    assert desk.answer.headers["etag"] == desk.earlier.headers["etag"]
    assert desk.answer.headers["cache-control"] == desk.earlier.headers["cache-control"]


@then("it is answered anew")
def it_is_answered_anew(desk: Desk) -> None:
    assert desk.answer.status_code == 200
    assert desk.answer.content


@then("it may be kept")
def it_may_be_kept(desk: Desk) -> None:
    assert re.fullmatch(r"private, max-age=[1-9][0-9]+", desk.answer.headers["cache-control"])


@then("it may be kept once asked again")
def it_may_be_kept_once_asked_again(desk: Desk) -> None:
    assert desk.answer.headers["cache-control"] == "private, no-cache"


@then("no preference was applied")
def no_preference_was_applied(desk: Desk) -> None:
    assert "preference-applied" not in desk.answer.headers


@then("respond-async was applied")
def it_was_applied(desk: Desk) -> None:
    assert desk.answer.headers["preference-applied"] == "respond-async"


@then("nobody waited")
def nobody_waited(desk: Desk) -> None:
    assert desk.earlier < PATIENCE / 2


def _ask_unless(desk: Desk, tags: str, **headers: str) -> None:
    """Asks the same again, unless it is of one of these tags; TAG is that of what was answered before."""
    if desk.answer.status_code == 200:
        desk.earlier = desk.answer
    before = desk.earlier
    tags = tags.replace("TAG", before.headers["etag"])
    ask(desk, before.request.url.raw_path.decode(), **{"If-None-Match": tags}, **headers)
