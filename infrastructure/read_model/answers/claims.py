"""The claims on record, a line each."""

from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import from_json

from application.questions import ClaimQuestion, Status
from application.rows import ClaimRow, RecordedVerdict
from domain.assertion import Asserted
from domain.policy import Policy
from domain.verdict import Outcome
from infrastructure.read_model.answers.lines import AMONG, HEAD, head, heads, order
from infrastructure.read_model.answers.scope import words_condition
from infrastructure.read_model.answers.sight import Sight

_ASSERTION: TypeAdapter[Any] = TypeAdapter(Asserted)


def keys(sight: Sight, question: ClaimQuestion) -> str:
    """The keys of the claims that a question is about."""
    conditions = ["true"]
    if question.q:
        conditions.append(words_condition(sight, question.q, "c.words"))
    if question.report:
        conditions.append(f"c.report = {sight.key_of('report', question.report, 'report')}")
    if question.verdict:
        conditions.append(sight.one_of("a.verdict", [str(it) for it in question.verdict]))
    if question.drifted:
        conditions.append("a.key IS NOT NULL")
    match question.status:
        case Status.STANDING:
            conditions.append("w.key IS NULL")
        case Status.RETRACTED:
            conditions.append("w.key IS NOT NULL")
        case Status.MERGED:
            conditions.append("false")
        case Status.ANY:
            pass
    return f"""
        SELECT key, row_number() OVER (ORDER BY {order(question.sort, {"audited": "audited"})}) AS ordinal FROM (
            SELECT c.position AS key, a.position AS audited FROM {sight.rows("claim")} c
            LEFT JOIN {sight.last("claim_audit")} a ON a.key = c.position
            LEFT JOIN {sight.rows("claim_withdrawal")} w ON w.key = c.position
            WHERE {" AND ".join(conditions)})
    """


def rows(sight: Sight, _: ClaimQuestion) -> Iterator[ClaimRow]:
    """The claims in `chunk`; which words tell what they assert is not worked out here."""
    found = sight.fetch(
        f"""
        SELECT {HEAD}, c.statement, c.assertion, (SELECT id FROM thing WHERE position = c.report), w.key IS NOT NULL,
            coalesce(audits.audits, 0), coalesce(features.features, 0),
            a.verdict, a.policy, a.policy_version, a.as_of, a.published_by, a.left_out
        FROM {heads(sight)} JOIN claim c ON c.position = chunk.key
        LEFT JOIN {sight.rows("claim_withdrawal", AMONG)} w ON w.key = chunk.key
        LEFT JOIN {sight.last("claim_audit", "key", AMONG)} a ON a.key = chunk.key
        LEFT JOIN (SELECT key, count(*) AS audits FROM {sight.rows("claim_audit", AMONG)} GROUP BY key) audits
            ON audits.key = chunk.key
        LEFT JOIN (SELECT key, count(DISTINCT name) AS features FROM {sight.rows("claim_feature", AMONG)} GROUP BY key)
            features ON features.key = chunk.key
        ORDER BY chunk.ordinal
        """
    )
    for row in found:
        statement, assertion, report_id, withdrawn, audits, features, *last = row[4:]
        yield ClaimRow.model_construct(
            **head(*row[:4]),
            statement=statement,
            assertion=_ASSERTION.validate_json(assertion),
            words="",
            report_id=report_id,
            status=Status.RETRACTED if withdrawn else Status.STANDING,
            recorded=None if last[0] is None else _recorded(*last),
            audits=audits,
            features=features,
            now=None,
        )


def _recorded(
    verdict: str, policy: str, version: int, position: int, published_by: str | None, left_out: str | None
) -> RecordedVerdict:
    return RecordedVerdict.model_construct(
        verdict=Outcome(verdict),
        policy=Policy(policy),
        policy_version=version,
        position=position,
        published_by=published_by,
        without=tuple(from_json(left_out)) if left_out else (),
    )
