"""What every resource's routes have in common: how a use case becomes a route, and how it answers."""

from collections.abc import Callable, Sequence
from inspect import getdoc
from typing import Annotated, Any, Generic, TypeVar, cast, get_type_hints

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel

from application import refusals as log
from application.reading import Readings
from application.recording import Receipt
from application.views.view import EntryView, View
from domain.fact import Position
from domain.refusal import Refusal
from domain.value import Id
from interface import refusals as request
from interface.asking import By, Expecting, KnownAt, Reader, only_known_parameters
from interface.openapi import problems

ViewT = TypeVar("ViewT", bound=View)
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
)
"""What any command may be refused as."""
CHANGING: Refusals = (*RECORDING, log.Missing, log.Stale, request.VersionNeeded)
"""What any change to an existing thing may be refused as."""
AS_KNOWN: Refusals = (*ALWAYS, log.UnknownMoment)
"""What any reading as of a moment may be refused as."""


class PageOf(BaseModel, Generic[ViewT]):
    """Some things of a kind, in the order they were entered; `next` is the cursor of the rest."""

    items: Sequence[ViewT]
    next: str | None
    position: int


class Resource:
    """The routes of one collection: `/incidents`, `/incidents/{id}`, `/incidents/{id}/relocations`, ..."""

    def __init__(self, path: str, view: type[View], readings: Readings) -> None:
        self._path = path
        self._view = view
        self._readings = readings
        self.router = APIRouter(prefix=path, tags=[path[1:]], dependencies=[Depends(only_known_parameters)])

    def creation(self, use_case: Callable[..., Receipt], refuses: Refusals = ()) -> None:
        """`POST` on the collection begins a new thing by this use case."""
        model = _command(use_case)

        def create(command: BaseModel, by: By, response: Response) -> Receipt:
            return self._recorded(use_case(command, by=by), response)

        create.__annotations__["command"] = model
        self._post("", create, model, (*RECORDING, *refuses))

    def change(self, noun: str, use_case: Callable[..., Receipt], refuses: Refusals = ()) -> None:
        """`POST` on the item's `noun` changes it by this use case."""
        model = _command(use_case)

        def change(id: Id, command: BaseModel, by: By, expecting: Expecting, response: Response) -> Receipt:
            return self._recorded(use_case(id, command, by=by, expecting=expecting), response)

        change.__annotations__["command"] = model
        self._post(f"/{{id}}/{noun}", change, model, (*CHANGING, *refuses))

    def collection(self) -> None:
        """`GET` on the collection lists it, in the order of entry."""
        view = self._view

        def page(
            known_at: KnownAt,
            _: Reader,
            cursor: Annotated[
                str, Query(pattern=r"^[0-9]{1,15}$", description="`next` of the page before this one.")
            ] = "0",
            limit: Annotated[int, Query(ge=1, le=500)] = 50,
        ) -> PageOf[Any]:
            found = self._readings.page(view, known_at, Position(int(cursor)), limit)
            after = None if found.next is None else str(found.next)
            return PageOf(items=found.items, next=after, position=found.position)

        self._get("", page, PageOf[view], AS_KNOWN, f"The {self._path[1:]} on record")  # type: ignore[valid-type]  # made at run time

    def item(self, read: Callable[..., View], view: type[View]) -> None:
        """`GET` on the item answers it as known at a moment, with its version as ETag."""

        def one(id: Id, known_at: KnownAt, response: Response, _: Reader) -> View:
            found = read(id, known_at)
            response.headers["ETag"] = f'"{found.version}"'
            return found

        self._get("/{id}", one, view, (*AS_KNOWN, log.Missing), getdoc(view) or "")

    def history(self) -> None:
        """`GET` on the item's history lists its entries, oldest first."""

        def entries(id: Id, known_at: KnownAt, _: Reader) -> Sequence[EntryView]:
            return self._readings.history(self._view.kind_of, id, known_at)

        title = "Its entries, oldest first"
        self._get("/{id}/history", entries, Sequence[EntryView], (*AS_KNOWN, log.Missing), title)

    def _recorded(self, receipt: Receipt, response: Response) -> Receipt:
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
            responses=problems(refuses),
        )


def _command(use_case: Callable[..., Receipt]) -> type[BaseModel]:
    """The command model that a use case takes: it is the request body."""
    return cast("type[BaseModel]", get_type_hints(use_case)["command"])
