"""`/imports`: which releases of datasets were imported, and what came of their rows."""

from functools import partial

from fastapi import APIRouter

from application.questions import ImportQuestion
from application.rows import ImportRow
from application.services import Services
from application.views.imports import ImportView
from interface.routes.resource import Resource


def routes(services: Services) -> APIRouter:
    imports = Resource("/imports", ImportView, services)
    imports.collection(ImportQuestion, ImportRow, "The imports on record, and how many rows became what")
    imports.item(partial(services.readings.one, ImportView), ImportView)
    imports.history()
    return imports.router
