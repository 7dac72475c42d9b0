"""`/toll`: how many people were harmed, added up where nobody is counted twice."""

from fastapi import APIRouter, Depends

from application.questions import TollQuestion
from application.rows import TollRow
from application.services import Services
from interface.answering import answers
from interface.asking import only_known_parameters
from interface.openapi import problems
from interface.routes.resource import ASKING, asked


def routes(services: Services) -> APIRouter:
    toll = APIRouter(tags=["toll"], dependencies=[Depends(only_known_parameters)])
    toll.add_api_route(
        "/toll",
        asked(TollQuestion, TollRow, services.questions),
        summary="Sums of the figures that a policy picks, by harm, and what each sum contains",
        operation_id="ask for toll",
        responses={**answers(TollRow), **problems(ASKING)},
    )
    return toll
