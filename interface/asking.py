"""What a request says beside its body: who asks, on which version, once or again, as known when."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any, cast
from uuid import uuid4

from fastapi import Depends, Header, Query, Request
from fastapi.dependencies.models import Dependant
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from application.access import TokenStore
from application.moments import AsOf, Cutoff, LeftOut, Moment, left_out
from application.moments import moment as asked_moment
from application.questions import Question
from application.recording import Behalf, Once
from domain.actor import Actor, Role
from interface.refusals import Forbidden, Invalid, MalformedRequest, NotLocal, Unauthenticated, VersionNeeded

LOCAL_ANALYST = Actor(name="local analyst", role=Role.ANALYST)
"""Whoever works on the machine itself, while there is no token."""

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
"""What this machine calls itself."""
_bearer = HTTPBearer(auto_error=False, description="A token from `casus token create`; none is needed while none is.")


def reader(request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> Actor:
    """Who asks: the token's owner, or the local analyst while there is no token."""
    tokens = cast("TokenStore", request.app.state.tokens)
    if tokens.any():
        actor = credentials and tokens.actor(credentials.credentials)
        if not actor:
            raise Unauthenticated
        return actor
    # The Host too: a page elsewhere may have its name point here, and a browser would then let it in.
    if not request.client or {request.client.host, request.url.hostname} - LOOPBACK:
        raise NotLocal
    return LOCAL_ANALYST


def analyst(actor: Annotated[Actor, Depends(reader)]) -> Actor:
    """Who records: an analyst or a reviewer."""
    if actor.role is Role.VIEWER:
        raise Forbidden("A viewer's token reads; recording takes an analyst's or a reviewer's.")
    return actor


async def behalf(
    request: Request,
    actor: Annotated[Actor, Depends(analyst)],
    idempotency_key: Annotated[
        str | None, Header(description="The same key and command get the same answer, and are recorded once.")
    ] = None,
) -> Behalf:
    """On whose behalf a command is recorded, and perhaps once only."""
    if idempotency_key is None:
        return Behalf(actor, uuid4())
    if not re.fullmatch(r"[!-~]{1,200}", idempotency_key):
        raise MalformedRequest("An Idempotency-Key has 1 to 200 visible ASCII characters.")
    command = [request.method, request.url.path, request.headers.get("if-match", ""), ""]
    digest = sha256("\n".join(command).encode() + await request.body()).hexdigest()
    return Behalf(actor, uuid4(), Once(actor.name, idempotency_key, digest))


def expected_version(
    if_match: Annotated[
        str | None, Header(description='The version the change was decided on, as an entity tag: `"3"`.')
    ] = None,
) -> int:
    """The version that a change was decided on."""
    if if_match is None:
        raise VersionNeeded('Name the version it was decided on, as in If-Match: "3".')
    # What a reading gave as ETag, "3-57-...", names the version first.
    if not (tag := re.fullmatch(r'"([0-9]{1,9})(-[0-9]{1,15}(-[0-9a-f]{1,64})?)?"', if_match)):
        raise MalformedRequest('If-Match is the version in quotes, as in "3", or the ETag of a reading.')
    return int(tag[1])


def moment(text: str | None, name: str) -> Moment | None:
    """A position of the log or an RFC 3339 instant, from a query parameter.

    Raises:
        Invalid: it is neither.
    """
    try:
        return None if text is None else cast("Moment", asked_moment(text))
    except ValueError as error:
        raise Invalid(str(error), name) from None


def known_at(
    known_at: Annotated[
        str | None, Query(description="Answer as known then: an RFC 3339 instant, or a position of the log.")
    ] = None,
) -> Moment | None:
    """The moment to answer as of; None is now."""
    return moment(known_at, "known_at")


def published_by(
    published_by: Annotated[
        Cutoff | None,
        Query(
            description="Answer as if nothing that rests on later reports had been recorded: an instant, or a date, "
            "to its end in UTC."
        ),
    ] = None,
) -> datetime | str | None:
    """The last moment of publication that counts; None is any."""
    return published_by


def without(
    without: Annotated[
        Sequence[str],
        Query(
            description="Answer as if these, and what rests on them, had never been recorded: report:, source: or "
            "cause: (a command or an import) and an id; several with commas between."
        ),
    ] = (),
) -> tuple[LeftOut, ...]:
    """What to leave out.

    Raises:
        Invalid: it does not name it so.
    """
    try:
        return cast("tuple[LeftOut, ...]", left_out(list(without)) if without else ())
    except ValueError as error:
        raise Invalid(str(error), "without") from None


def as_of(
    known_at: Annotated[Moment | None, Depends(known_at)],
    published_by: Annotated[datetime | str | None, Depends(published_by)],
    without: Annotated[tuple[LeftOut, ...], Depends(without)],
) -> AsOf:
    """From where to look at the record."""
    return AsOf(known_at, published_by, without)


def only_known_parameters(request: Request) -> None:
    """Refuses query parameters that this route does not take: a mistyped one must not pass for none.

    Raises:
        Invalid: there is one.
    """
    known = _query_names(request.scope["route"].dependant)
    for name in request.query_params:
        if name not in known:
            raise Invalid(f"This request takes {', '.join(sorted(known)) or 'no parameters'}.", name)


def _query_names(dependant: Dependant) -> set[str]:
    names = {name for field in dependant.query_params for name in _names_in(field.alias, field.field_info.annotation)}
    return names.union(*map(_query_names, dependant.dependencies))


def _names_in(name: str, kind: Any) -> Iterable[str]:
    """A parameter's name; of a question, which is the whole query, the names of its fields."""
    if isinstance(kind, type) and issubclass(kind, Question):
        return [it.alias or field for field, it in kind.model_fields.items()]
    return (name,)


def respond_async(request: Request) -> bool:
    """Whether an answer is preferred as soon as the entry is durable (RFC 7240); a malformed Prefer says nothing."""
    said = ",".join(request.headers.getlist("prefer"))
    preferences = [it.strip(" \t").lower() for it in re.findall(r'(?:[^,"]|"[^"]*")+', said)]
    name = r"[!#$%&'*+.^_`|~0-9a-z-]+"
    named = rf'{name}([ \t]*=[ \t]*({name}|"[^"]*"))?'
    well_formed = all(re.fullmatch(rf"{named}([ \t]*;([ \t]*{named})?)*|", it) for it in preferences)
    return well_formed and "respond-async" in {it.partition(";")[0].rstrip(" \t") for it in preferences}


RespondAsync = Annotated[bool, Depends(respond_async)]
Reader = Annotated[Actor, Depends(reader)]
Analyst = Annotated[Actor, Depends(analyst)]
By = Annotated[Behalf, Depends(behalf)]
Expecting = Annotated[int, Depends(expected_version)]
AskedAsOf = Annotated[AsOf, Depends(as_of)]
PublishedBy = Annotated[datetime | str | None, Depends(published_by)]
LeavingOut = Annotated[tuple[LeftOut, ...], Depends(without)]
