"""`/coverages`: for which area, period and kinds of incident the record is held to be complete."""

from functools import partial

from fastapi import APIRouter

from application.questions import CoverageQuestion
from application.refusals import UnknownReference
from application.rows import CoverageRow
from application.services import Services
from application.views.coverage import CoverageView
from domain.coverage import CoverageAlreadyWithdrawn
from domain.moment import InTheFuture
from domain.report import AlreadyWithdrawn
from interface.routes.resource import Resource


def routes(services: Services) -> APIRouter:
    coverages = Resource("/coverages", CoverageView, services)
    coverages.creation(services.coverages.declare, [UnknownReference, AlreadyWithdrawn, InTheFuture])
    coverages.change("withdrawals", services.coverages.withdraw, [CoverageAlreadyWithdrawn])
    coverages.collection(CoverageQuestion, CoverageRow, "What the record was declared complete for")
    coverages.item(partial(services.readings.one, CoverageView), CoverageView)
    coverages.history()
    return coverages.router
