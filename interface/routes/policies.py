"""`/policies`: the rules that reconcile competing figures, in words and examples."""

from collections.abc import Sequence

from fastapi import APIRouter, Depends

from application.services import Services
from domain.policy import RULES, Rule
from domain.value import Value
from interface.asking import Reader, only_known_parameters
from interface.openapi import problems
from interface.routes.resource import ALWAYS


class Policies(Value):
    """Every policy that a question may name."""

    items: Sequence[Rule]


def routes(_: Services) -> APIRouter:
    router = APIRouter(tags=["toll"], dependencies=[Depends(only_known_parameters)])

    @router.get(
        "/policies",
        summary="The rules that reconcile competing figures, in words, after whom, and with worked examples",
        operation_id="list policies",
        responses=problems(ALWAYS),
    )
    def policies(_: Reader) -> Policies:
        return Policies(items=[*RULES.values()])

    return router
