"""What every resource's routes have in common: how a use case becomes a route, and how it answers."""

from collections.abc import Callable, Mapping, Sequence
from inspect import getdoc
from typing import Annotated, Any, cast, get_type_hints
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from application import asking, read_model
from application import refusals as log
from application.asking import Questions
from application.mirroring import Mirrored
from application.moments import AsOf
from application.proving import NotSignedYet, Proving
from application.questions import Question
from application.recording import Receipt
from application.services import Services
from application.views.view import EntryView, View
from domain.fact import Position
from domain.refusal import Refusal
from domain.value import Id, Value
from interface import refusals as request
from interface.answering import UNCHANGED, answered, answers
from interface.asking import AskedAsOf, By, Expecting, Reader, RespondAsync, only_known_parameters
from interface.freshness import freshness, unchanged
from interface.openapi import problems

Refusals = Sequence[type[Refusal]]

ALWAYS: Refusals = (
    request.MalformedRequest,
    request.Unauthenticated,
    request.NotLocal,
    request.Invalid,
    request.Failed,
    log.LogUnavailable,
)
"""What any request may be refused as."""
RECORDING: Refusals = (
    *ALWAYS,
    request.MalformedBody,
    request.Forbidden,
    request.TooLarge,
    request.UnsupportedMediaType,
    log.KeyReused,
    log.StorageFull,
    Mirrored,
)
"""What any command may be refused as."""
CHANGING: Refusals = (*RECORDING, log.Missing, log.Stale, request.VersionNeeded)
"""What any change to an existing thing may be refused as."""
AS_KNOWN: Refusals = (*ALWAYS, log.UnknownMoment, log.UnknownReference)
"""What any reading from a standpoint may be refused as."""


ASKING: Refusals = (
    *AS_KNOWN,
    asking.UnknownCursor,
    read_model.NotReadYet,
    read_model.ReadModelStopped,
    request.NotAcceptable,
    NotSignedYet,
)
"""What any question of a whole collection may be refused as."""


Links = Callable[[AsOf, Position, UUID], Mapping[str, str]]
"""The headers by which a thing, as seen from a standpoint and a position, leads elsewhere."""


class Resource:
    """The routes of one collection: `/incidents`, `/incidents/{id}`, `/incidents/{id}/relocations`, ..."""

    def __init__(self, path: str, view: type[View], services: Services) -> None:
        self._path = path
        self._view = view
        self._services = services
        self.router = APIRouter(prefix=path, tags=[path[1:]], dependencies=[Depends(only_known_parameters)])

    def creation(self, use_case: Callable[..., Receipt], refuses: Refusals = ()) -> None:
        """`POST` on the collection begins a new thing by this use case."""
        model = _command(use_case)

        def create(command: BaseModel, by: By, at_once: RespondAsync, response: Response) -> Receipt:
            return self._recorded(use_case(command, by=by), response, at_once=at_once)

        create.__annotations__["command"] = model
        self._post("", create, model, (*RECORDING, *refuses))

    def change(self, noun: str, use_case: Callable[..., Receipt], refuses: Refusals = ()) -> None:
        """`POST` on the item's `noun` changes it by this use case."""
        model = _command(use_case)

        def change(
            id: Id, command: BaseModel, by: By, expecting: Expecting, at_once: RespondAsync, response: Response
        ) -> Receipt:
            return self._recorded(use_case(id, command, by=by, expecting=expecting), response, at_once=at_once)

        change.__annotations__["command"] = model
        self._post(f"/{{id}}/{noun}", change, model, (*CHANGING, *refuses))

    def collection(self, question: type[Question], row: type[Value], title: str) -> None:
        """`GET` on the collection answers a question with its rows."""
        self.router.add_api_route(
            "",
            asked(question, row, self._services.questions, self._services.proving),
            summary=title,
            operation_id=f"ask for {self._path[1:]}",
            responses={**answers(row), **problems(ASKING)},
        )

    def item(self, read: Callable[..., View], view: type[View], links: Links | None = None) -> None:
        """`GET` on the item answers it as seen from a standpoint, with its version in the ETag, and where it leads."""

        def one(id: Id, as_of: AskedAsOf, asked: Request, response: Response, _: Reader) -> View | Response:
            position = self._services.ledger.position_at(as_of.known_at)
            found = read(id, as_of._replace(known_at=position))
            headers = freshness(asked, position, version=found.version)
            response.headers.update({**headers, **(links(as_of, position, id) if links else {})})
            return unchanged(asked, headers) or found

        self._get("/{id}", one, view, (*AS_KNOWN, log.Missing), getdoc(view) or "")

    def history(self) -> None:
        """`GET` on the item's history lists its entries, oldest first."""

        def entries(
            id: Id, as_of: AskedAsOf, asked: Request, response: Response, _: Reader
        ) -> Sequence[EntryView] | Response:
            position = self._services.ledger.position_at(as_of.known_at)
            found = self._services.readings.history(self._view.kind_of, id, as_of._replace(known_at=position))
            headers = freshness(asked, position)
            response.headers.update(headers)
            return unchanged(asked, headers) or found

        title = "Its entries, oldest first"
        self._get("/{id}/history", entries, Sequence[EntryView], (*AS_KNOWN, log.Missing), title)

    def _recorded(self, receipt: Receipt, response: Response, *, at_once: bool) -> Receipt:
        """The receipt, once questions see what was recorded; unless the client would rather not wait."""
        if at_once:
            response.headers["Preference-Applied"] = "respond-async"
        else:
            self._services.questions.readable(Position(receipt.position))
        response.headers["Location"] = f"{self._path}/{receipt.id}"
        response.headers["ETag"] = f'"{receipt.version}"'
        return receipt

    def _post(self, path: str, endpoint: Callable[..., Any], model: type[BaseModel], refuses: Refusals) -> None:
        self.router.add_api_route(
            path,
            endpoint,
            methods=["POST"],
            status_code=201,
            summary=getdoc(model),
            operation_id=model.__name__,
            responses=problems(refuses),
        )

    def _get(self, path: str, endpoint: Callable[..., Any], model: Any, refuses: Refusals, summary: str) -> None:
        self.router.add_api_route(
            path,
            endpoint,
            response_model=model,
            summary=summary.partition("\n")[0],
            operation_id=f"{endpoint.__name__} {self._path[1:]}",
            responses={**UNCHANGED, **problems(refuses)},
        )


def asked(
    question: type[Question], row: type[Value], questions: Questions, proving: Proving
) -> Callable[..., Response]:
    """The endpoint at which a question of this kind is asked, and answered with rows of that kind."""

    def ask(query: Question, request: Request, _: Reader) -> Response:
        return answered(questions, query, row, request, proving)

    ask.__annotations__["query"] = Annotated[question, Query()]
    return ask


def _command(use_case: Callable[..., Receipt]) -> type[BaseModel]:
    """The command model that a use case takes: it is the request body."""
    return cast("type[BaseModel]", get_type_hints(use_case)["command"])
