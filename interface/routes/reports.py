"""`/reports`: what sources published."""

from functools import partial

from fastapi import APIRouter

from application.questions import ReportQuestion
from application.refusals import UnknownReference
from application.rows import ReportRow
from application.services import Services
from application.views.report import ReportView
from domain.moment import InTheFuture
from domain.report import AlreadyArchived, AlreadyWithdrawn, NotOfThatSource, NotWithdrawn
from interface.routes.resource import Resource


def routes(services: Services) -> APIRouter:
    reports = Resource("/reports", ReportView, services)
    reports.creation(services.reports.record, [UnknownReference, InTheFuture, NotOfThatSource])
    reports.change("copies", services.reports.archive, [InTheFuture, AlreadyArchived])
    reports.change("withdrawals", services.reports.withdraw, [AlreadyWithdrawn])
    reports.change("reinstatements", services.reports.reinstate, [NotWithdrawn])
    reports.collection(ReportQuestion, ReportRow, "The reports on record, and what they relay")
    reports.item(partial(services.readings.one, ReportView), ReportView)
    reports.history()
    return reports.router
