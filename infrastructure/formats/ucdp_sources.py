"""The reports that a row of UCDP's cites, told apart as far as its cells tell them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from application.importing.drafts import CitationDraft, ReportDraft, SourceDraft
from domain.source import Outlet, SourceKind
from infrastructure.formats.ucdp_cells import Article

_LINE = 500
_TEXT = 20_000
_PARTS = 3
_BETWEEN = '";"'


def articles_in(cells: Mapping[str, str]) -> Sequence[Article]:
    """The reports that a row cites; none where its cells do not tell them apart.

    `source_article` quotes each as `"office,date,headline"` with semicolons between; where it is written otherwise, or
    missing, the three columns beside it list the same, if they list as many of each.
    """
    cell = cells.get("source_article", "")
    if len(cell) > len('""') and cell.startswith('"') and cell.endswith('"'):
        found = [each.split(",", _PARTS - 1) for each in cell[1:-1].split(_BETWEEN)]
        if all(len(parts) == _PARTS and parts[0].strip() for parts in found):
            return [Article(*parts) for parts in found]
    columns = [cells.get(name, "") for name in ("source_office", "source_date", "source_headline")]
    if not all(columns):
        return []
    lists = [column.split(";") for column in columns]
    if len({len(each) for each in lists}) > 1 or not all(office.strip() for office in lists[0]):
        return []
    return [Article(*parts) for parts in zip(*lists, strict=True)]


def citations(cells: Mapping[str, str], begin: str, today: date) -> Iterator[CitationDraft]:
    """Each report that a row cites, once, and whom UCDP has the event from."""
    original = in_a_line(cells.get("source_original", "")) or None
    reports = [_report(article, begin, today) for article in articles_in(cells)]
    for report in dict.fromkeys(reports) if len(reports) > 1 else reports:
        yield CitationDraft(report, original)


def cited(citation: CitationDraft) -> Article:
    """A report as the record has it."""
    report = citation.report
    return Article(report.source.outlet.name, report.published_at, report.quote or report.headline or "")


def in_a_line(text: str, length: int = _LINE) -> str:
    """The text in one line: every stretch of spaces, breaks and controls as one space."""
    if not text.isprintable():
        text = "".join(it if it.isprintable() else " " for it in text)
    return " ".join(text.split())[:length].rstrip()


def _report(article: Article, begin: str, today: date) -> ReportDraft:
    """The report, without what a file adds in spaces and breaks; a date that can't be is unknown, after the event."""
    published = article.published.strip()
    return _drafted(article.office, published if _has_come(published, today) else f"{begin}/..", article.headline)


@lru_cache(2_048)  # rows that follow each other cite the same
def _drafted(office: str, published: str, headline: str) -> ReportDraft:
    words = in_a_line(headline, _TEXT)
    return ReportDraft(
        source=_source(in_a_line(office)),
        published_at=published,
        headline=words[:_LINE].rstrip() or None,
        quote=words if len(words) > _LINE else None,
    )


@lru_cache(4_096)
def _source(office: str) -> SourceDraft:
    return SourceDraft(Outlet(name=office, kind=SourceKind.OTHER))


@lru_cache(2_048)
def _has_come(text: str, today: date) -> bool:
    try:
        return len(text) == len("2018-02-07") and date.fromisoformat(text) <= today
    except ValueError:
        return False
