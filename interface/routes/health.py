"""`/health`: whether the log can be read, and whether questions of it are answered."""

from fastapi import APIRouter, Request, Response

from application.mirroring import Standing
from application.read_model import Following, Progress, ReadModelStopped
from application.refusals import LogUnavailable
from application.services import Services
from interface.gate import instance_of
from interface.openapi import problems
from interface.problems import answer


class Health(Progress):
    """How far questions are answered (`position`), of how far the log goes (`of`); `status` is ok, or building.

    `alarm` says why no checkpoint of the log is signed, just now, or any more as it is not the one that was signed
    before; of a mirror, why nothing more is copied: a fork was found. `mirror` says how a copy of another log stands.
    """

    status: str
    alarm: str | None
    mirror: Standing | None


def routes(services: Services) -> APIRouter:
    router = APIRouter(tags=["service"])

    @router.get(
        "/health",
        summary="Whether the log can be read and questions are answered, and how far they go",
        responses=problems([LogUnavailable, ReadModelStopped]),
        response_model=Health,
    )
    def health(asked: Request) -> Health | Response:
        progress, copy = services.questions.progress(), services.mirror()
        mirror = copy.standing if copy else None
        status = "building" if progress.state is Following.BUILDING else "ok"
        alarm = _alarm(mirror) or services.signing.alarm
        found = Health(**dict(progress), status=status, alarm=alarm, mirror=mirror)
        if progress.state is Following.STOPPED:
            # The same members as ever, beside those of a problem: commands, and single things, still work.
            further = found.model_dump(mode="json", exclude={"status"})
            return answer(ReadModelStopped(), instance_of(asked.scope), further=further)
        return found

    return router


def _alarm(mirror: Standing | None) -> str | None:
    fork = mirror.fork if mirror else None
    return f"{fork.found} Nothing is copied any more: {fork.proof} shows why." if fork else None
