"""Assertions go into the log and come back byte for byte; what they name is found, and is nothing that they rest on."""

import json
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from application.assertion_names import references
from domain.assertion import Asserted, depth, plain_parts
from domain.claim import ClaimAudited, ClaimMade
from domain.fact import named
from domain.force import Force
from domain.incident import Incident
from domain.report import Report
from features.checks import golden, strategies
from features.checks.assertions import assertions
from features.checks.histories import ids_in
from infrastructure.codec import Codec

CODEC = Codec()
_READ: TypeAdapter[Any] = TypeAdapter(Asserted)
REPORT = UUID(int=3)
KINDS = {
    "incident": Incident,
    "first": Incident,
    "then": Incident,
    "force": Force,
    "side": Force,
    "between": Force,
    "report_id": Report,
}
"""What the fields of the language name that name something."""


@given(assertions())
def test_an_assertion_survives_the_log_byte_for_byte(assertion: Any) -> None:
    made = ClaimMade(statement="So it was.", report_id=REPORT, assertion=assertion)
    stored = golden.write(made, CODEC)
    read = golden.read(stored.topic, stored.form, stored.state, CODEC).fact
    assert read == made
    assert golden.write(read, CODEC).state == stored.state
    sent = json.loads(assertion.model_dump_json(exclude_none=True))
    assert _READ.validate_python(sent) == assertion
    assert json.dumps(_READ.validate_python(sent).model_dump(mode="json", exclude_none=True)) == json.dumps(sent)


@given(assertions())
def test_everything_that_an_assertion_names_is_found_where_it_stands(assertion: Any) -> None:
    whole = assertion.model_dump(mode="json")
    found = [*references(assertion)]
    assert sorted(str(it.id) for it in found) == sorted(ids_in(whole))
    for path, kind, id in found:
        part, field = whole, ""
        for step in path.split("."):
            part, field = (part[int(step)], field) if step.isdigit() else (part[step], step)
        assert part == str(id)
        assert kind is KINDS[field]
    assert [it.path for it in references(assertion, "assertion")] == [f"assertion.{it.path}" for it in found]


@given(assertions(), strategies.of(ClaimAudited))
def test_a_claim_rests_on_its_report_alone_and_an_audit_on_nothing_that_it_names(assertion: Any, audited: Any) -> None:
    assert [*named(ClaimMade(statement="So it was.", report_id=REPORT, assertion=assertion))] == [REPORT]
    assert [*named(audited)] == []


@given(st.lists(assertions(), min_size=1, max_size=3))
def test_an_assertion_is_as_deep_and_as_long_as_what_is_in_it(several: list[Any]) -> None:
    whole = _READ.validate_python({"asserts": "all", "of": several})
    assert depth(whole) == 1 + max(map(depth, several))
    assert [*plain_parts(whole)] == [part for each in several for part in plain_parts(each)]
