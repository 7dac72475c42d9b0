"""`/imports` that run: begun, previewed, watched and stopped."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from application.importing.formats import Rejected, UnfitFile, UnknownFormat
from application.importing.importer import RowsRejected
from application.importing.releases import PublisherNeeded, Superseded
from application.importing.runs import ImportRunning, ImportUpload, NoSuchRun, PreviewUpload, Runs
from application.importing.suspected import SuspectedByImport, suspected
from application.importing.under_way import ImportStopped
from application.importing.uploads import UnknownUpload, UploadsUnavailable
from application.questions import Limit
from application.read_model import NotReadYet, ReadModelStopped
from application.recording import Receipt
from application.refusals import Missing
from application.services import Services
from application.whole_files import FilesFull, FilesUnavailable
from domain.fact import Position
from domain.imports import AlreadyFinished
from domain.moment import InTheFuture
from domain.report import AlreadyWithdrawn
from domain.value import Id, Value
from interface import refusals
from interface.answering import Streamed
from interface.asking import Analyst, RespondAsync, analyst, only_known_parameters
from interface.forms import pieces
from interface.openapi import Responses, problems
from interface.progress import RunProgress, progress, progress_of
from interface.routes.resource import ALWAYS, RECORDING, Refusals
from interface.tables import lines, table

_READING: Refusals = (*ALWAYS, refusals.Forbidden)
_WATCHING: Refusals = (*_READING, NoSuchRun, refusals.NotAcceptable)
_BEGINNING: Refusals = (
    *RECORDING,
    UnknownUpload,
    UnknownFormat,
    UnfitFile,
    UploadsUnavailable,
    FilesUnavailable,
    FilesFull,
    PublisherNeeded,
    InTheFuture,
    AlreadyWithdrawn,
    Superseded,
    AlreadyFinished,
    ImportRunning,
    ImportStopped,
    RowsRejected,
)
_EVENTS: Responses = {
    200: {
        "model": RunProgress,
        "description": "How far it is; as events, until it ends. `progress` and the last, `finished`, carry the tally, "
        "`failed` the problem.",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    },
    204: {"description": "`Last-Event-ID` names the last event: nothing follows."},
}
_CSV: Responses = {200: {"description": "Line, row, field, value, rule.", "content": {"text/csv": {}}}}


class StopImport(Value):
    """Have it stop after the batch at hand; the same command goes on."""


def routes(services: Services) -> APIRouter:
    router = APIRouter(prefix="/imports", tags=["imports"], dependencies=[Depends(only_known_parameters)])
    runs = services.runs

    @router.post(
        "",
        status_code=201,
        summary="Import an uploaded file as a release of a dataset, or go on with it; answered once that is begun",
        operation_id="ImportUpload",
        responses=problems(_BEGINNING),
    )
    def begin(command: ImportUpload, actor: Analyst, at_once: RespondAsync, response: Response) -> Receipt:
        receipt = runs.begin(command, by=actor)
        if at_once:
            response.headers["Preference-Applied"] = "respond-async"
        else:
            services.questions.readable(Position(receipt.position))
        response.headers["Location"] = f"/imports/{receipt.id}"
        response.headers["ETag"] = f'"{receipt.version}"'
        return receipt

    @router.post(
        "/previews",
        status_code=202,
        summary="Say what an import would do, and record nothing",
        operation_id="PreviewUpload",
        responses=problems([*RECORDING, UnknownUpload, UploadsUnavailable, ImportRunning]),
    )
    def preview(command: PreviewUpload, actor: Analyst, response: Response) -> RunProgress:
        run = runs.preview(command, by=actor)
        response.headers["Location"] = f"/imports/previews/{run.id}"
        return progress_of(run)

    @router.get(
        "/previews/{id}",
        summary="How far a preview is, and what it found",
        operation_id="one preview",
        responses=problems([*_READING, NoSuchRun]),
    )
    def found(id: Id, _: Analyst) -> RunProgress:
        return progress_of(runs.run(id, rehearsed=True))

    @router.get(
        "/{id}/rejected",
        summary="The rows of an import that can't be taken, as a table",
        operation_id="rejected by import",
        responses={**_CSV, **problems([*_READING, Missing, FilesUnavailable])},
        response_class=Response,
    )
    def rejected(id: Id, _: Analyst) -> Response:
        return _table(runs.rejected(id))

    @router.get(
        "/{id}/similar",
        summary="What an import brought that may be on record already, the most alike first; nothing is merged",
        operation_id="similar to import",
        responses=problems([*_READING, Missing, NotReadYet, ReadModelStopped]),
    )
    def similar(
        id: Id,
        _: Analyst,
        limit: Annotated[Limit, Query(description="At most so many pairs of each.")] = 1_000,
        within_dataset: Annotated[bool, Query(description="Also pairs within the dataset itself.")] = False,
    ) -> SuspectedByImport:
        return suspected(id, services.ledger, services.similar, within_dataset=within_dataset, limit=limit)

    @router.get(
        "/previews/{id}/rejected",
        summary="The rows of a preview that could not be taken, as a table",
        operation_id="rejected by preview",
        responses={**_CSV, **problems([*_READING, NoSuchRun, FilesUnavailable])},
        response_class=Response,
    )
    def rejected_by_preview(id: Id, _: Analyst) -> Response:
        return _table(runs.run(id, rehearsed=True).rows())

    for path, rehearsed in (("/previews/{id}", True), ("/{id}", False)):
        _watched(router, path, runs, rehearsed=rehearsed)
    return router


def _watched(router: APIRouter, path: str, runs: Runs, *, rehearsed: bool) -> None:
    """The routes by which an import, or a preview, is watched and stopped."""
    what = "a preview" if rehearsed else "an import of this process"

    @router.get(
        f"{path}/progress",
        summary=f"How far {what} is, once or as server-sent events",
        operation_id=f"progress of {what}",
        responses={**_EVENTS, **problems(_WATCHING)},
        response_model=RunProgress,
    )
    def watch(id: Id, asked: Request, _: Analyst) -> RunProgress | Response:
        return progress(runs.run(id, rehearsed=rehearsed), asked)

    @router.post(
        f"{path}/stops",
        status_code=202,
        summary=f"Have {what} stop after the batch at hand; an import goes on with the same command",
        operation_id=f"stop {what}",
        dependencies=[Depends(analyst)],
        responses=problems([*RECORDING, NoSuchRun]),
    )
    def stop(id: Id, _: StopImport) -> RunProgress:
        run = runs.run(id, rehearsed=rehearsed)
        run.stop()
        return progress_of(run)


def _table(rows: Iterator[Rejected]) -> Response:
    return Streamed(pieces(lines(table(Rejected), rows)), {}, "text/csv; charset=utf-8; header=present")
