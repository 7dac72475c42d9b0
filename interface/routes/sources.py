"""`/sources`: outlets and organisations, and how reliable they have proved."""

from functools import partial

from fastapi import APIRouter

from application.questions import SourceQuestion
from application.rows import SourceRow
from application.services import Services
from application.views.source import SourceView
from domain.refusal import NothingChanges
from interface.routes.resource import Resource


def routes(services: Services) -> APIRouter:
    sources = Resource("/sources", SourceView, services)
    sources.creation(services.sources.register)
    sources.change("ratings", services.sources.rate, [NothingChanges])
    sources.collection(SourceQuestion, SourceRow, "The sources on record, and how reliable they have proved")
    sources.item(partial(services.readings.one, SourceView), SourceView)
    sources.history()
    return sources.router
