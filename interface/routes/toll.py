"""`/toll`: how many people were harmed, added up where nobody is counted twice."""

from fastapi import APIRouter, Depends

from application.lineage_rows import LineageRow
from application.questions import LineageQuestion, TollQuestion
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
        asked(TollQuestion, TollRow, services.questions, services.proving),
        summary="Sums of the figures that a policy picks, by harm, and what each sum contains",
        operation_id="ask for toll",
        responses={**answers(TollRow), **problems(ASKING)},
    )
    toll.add_api_route(
        "/toll/lineage",
        asked(LineageQuestion, LineageRow, services.questions, services.proving),
        summary="Every casualty that a sum considered: what it adds, or why nothing, and what that rests on",
        operation_id="follow a sum back",
        responses={**answers(LineageRow), **problems(ASKING)},
    )
    return toll
