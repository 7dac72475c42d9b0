"""`/health`: whether the log can be read, and whether questions of it are answered."""

from fastapi import APIRouter, Request, Response

from application.read_model import Following, Progress, ReadModelStopped
from application.refusals import LogUnavailable
from application.services import Services
from interface.gate import instance_of
from interface.openapi import problems
from interface.problems import answer


class Health(Progress):
    """How far questions are answered (`position`), of how far the log goes (`of`); `status` is ok, or building.

    `alarm` says why no checkpoint of the log is signed any more: it is not the one that was signed before.
    """

    status: str
    alarm: str | None = None


def routes(services: Services) -> APIRouter:
    router = APIRouter(tags=["service"])

    @router.get(
        "/health",
        summary="Whether the log can be read and questions are answered, and how far they go",
        responses=problems([LogUnavailable, ReadModelStopped]),
        response_model=Health,
    )
    def health(asked: Request) -> Health | Response:
        progress = services.questions.progress()
        if progress.state is Following.STOPPED:
            # The same members as ever, beside those of a problem: commands, and single things, still work.
            return answer(ReadModelStopped(), instance_of(asked.scope), further=progress.model_dump(mode="json"))
        building = progress.state is Following.BUILDING
        status = "building" if building else "ok"
        return Health(**dict(progress), status=status, alarm=services.signing.alarm)

    return router
