"""Where an answer leads: back along its figures, as URI templates (RFC 6570); and to what hangs on what is left out."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from uuid import UUID

from application.asking import Asked
from application.differences import FlipsQuestion
from application.moments import AsOf
from application.questions import (
    CasualtyQuestion,
    Grouping,
    IncidentQuestion,
    LineageQuestion,
    OfIncidents,
    Status,
    TollQuestion,
)
from domain.fact import Position
from domain.policy import Policy

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OF_THE_ANSWER = frozenset({"known_at", "published_by", "without", "policy", "limit", "cursor", "sort", "of_harm"})
"""What a query says that is no part of which casualties a sum considers, or that is told otherwise."""
_FIELDS: Mapping[Grouping, str] = {Grouping.FORCE: "force_id"}
"""The field of a row that names its group, where it is not called as the group is."""


def lineage_of(asked: Asked, query: Mapping[str, str]) -> str | None:
    """Where each row of an answer to a question, which was this query, is followed back; None if it has no figures.

    It is pinned to the position, the cut-off, what is left out and the policy of the answer.
    """
    match asked.question:
        case CasualtyQuestion(policy=policy):
            return f"/figures/{{id}}/lineage?{_written(_pinned(asked, policy))}"
        case IncidentQuestion(policy=policy, status=status):
            whatever = {} if status is Status.STANDING else {"status": str(Status.ANY)}
            return f"/toll/lineage?{_written({**_pinned(asked, policy), **whatever})}&incident={{id}}"
        case LineageQuestion(policy=policy):
            return f"/figures/{{casualty_id}}/lineage?{_written(_pinned(asked, policy))}"
        case TollQuestion(policy=policy, group_by=group_by):
            chosen = {name: text for name, text in query.items() if name not in _OF_THE_ANSWER}
            groups = [f"of_{it}={{{_FIELDS.get(it, it)}}}" for it in dict.fromkeys((*group_by, Grouping.HARM))]
            return f"/toll/lineage?{_written({**_pinned(asked, policy), **chosen})}&{'&'.join(groups)}"
    return None


def casualty_links(as_of: AsOf, position: Position, id: UUID) -> Mapping[str, str]:
    """Where a casualty, seen from there, leads: a Link (RFC 8288) to the lineage of its figure."""
    return {"Link": f'</figures/{id}/lineage?{_written(_seen_from(as_of, position))}>; rel="describedby"'}


def dossier_links(as_of: AsOf, position: Position, id: UUID) -> Mapping[str, str]:
    """Where a dossier leads: to its figures, a Link-Template (RFC 9652) over its casualties' ids; and to what flips."""
    seen_from = _seen_from(as_of, position)
    links = {"Link-Template": f'"/figures/{{id}}/lineage?{_written(seen_from)}"; rel="describedby"'}
    if as_of.without:
        links["Link"] = f'</flips?{_written({**seen_from, "incident": str(id)})}>; rel="related"'
    return links


def flips_of(asked: Asked, query: Mapping[str, str]) -> str | None:
    """Where it is told what of an answer hangs on what is left out; None where nothing is, or nothing can be told."""
    question = asked.question
    if not (asked.at.without and isinstance(question, OfIncidents)):
        return None
    told = FlipsQuestion.model_fields.keys() - _OF_THE_ANSWER
    chosen = {name: text for name, text in query.items() if name in told}
    return f"/flips?{_written({**_pinned(asked, question.policy), **chosen})}"


def _pinned(asked: Asked, policy: Policy) -> Mapping[str, str]:
    said = {"known_at": str(asked.at.position), "policy": str(policy)}
    published = asked.question.published_by
    if published is not None:
        said["published_by"] = _published(published)
    elif asked.at.published is not None:  # a cursor pins it
        said["published_by"] = _instant(asked.at.published)
    if asked.at.without:
        said["without"] = ",".join(map(str, asked.at.without))
    return said


def _seen_from(as_of: AsOf, position: Position) -> Mapping[str, str]:
    said = {"known_at": str(position)}
    if as_of.published_by is not None:
        said["published_by"] = _published(as_of.published_by)
    if as_of.without:
        said["without"] = ",".join(map(str, as_of.without))
    return said


def _published(by: datetime | str) -> str:
    return by.isoformat() if isinstance(by, datetime) else by


def _instant(microseconds: int) -> str:
    """The instant, or the nearest that RFC 3339 can write; nothing that is published is told apart beyond."""
    first = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)
    return (_EPOCH + timedelta(microseconds=max(microseconds, first))).isoformat()


def _written(said: Mapping[str, str]) -> str:
    return "&".join(_pairs(said))


def _pairs(said: Mapping[str, str]) -> Iterator[str]:
    return (f"{name}={quote(text, safe=',:')}" for name, text in said.items())
