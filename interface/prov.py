"""The lineage of a figure as W3C PROV-JSON (W3C Member Submission, 24 April 2013).

What an entry says is an entity, named by its position; what it was recorded for, a command or an import, is an activity
that generated it. Reports and originals are entities, analysts and sources agents. `docs/lineage.md` has the whole.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from application.views.lineage import FigureLineage, Lineage, OriginalView, StepKind, StepView, bases
from application.views.view import Basis
from domain.source import SourceKind

_PEOPLE = frozenset({SourceKind.INDIVIDUAL})


def prov_json(of: Lineage, base: str) -> Mapping[str, Any]:
    """A lineage as PROV-JSON; what it names begins with the address `base`."""
    told = _Told(of)
    told.tell()
    return {"prefix": {"casus": base}, **told.parts}


class _Told:
    """The parts of a document, by the names that PROV-JSON has for them, as they are told one by one."""

    def __init__(self, of: Lineage) -> None:
        self._of = of
        self._told: set[tuple[str, str]] = set()
        self.parts: defaultdict[str, dict[str, Any]] = defaultdict(dict)

    def tell(self) -> None:
        for basis in bases(self._of):
            self._entry(basis)
        for id, source in self._of.sources.items():
            kind = "prov:Person" if source.kind in _PEOPLE else "prov:Organization"
            self._agent(f"casus:sources/{id}", kind, source.name)
        for cause, release in self._of.imports.items():
            self._activity(cause, "casus:Import", f"{release.dataset} {release.release}")
            self._entity(f"casus:reports/{release.report_id}", "casus:Report")
            self._link("used", activity=f"casus:causes/{cause}", entity=f"casus:reports/{release.report_id}")
        for id, report in self._of.cited.items():
            name = f"casus:reports/{id}"
            told = {"casus:url": report.url, "casus:published_at": _text(report.published_at)}
            self._entity(name, "casus:Report", **{"prov:label": report.headline}, **told)
            self._link("wasAttributedTo", entity=name, agent=f"casus:sources/{report.source_id}")
            if report.withdrawal:
                self._invalidated(name, report.withdrawal)
        for figure in self._of.figures:
            self._figure(figure)
        self._reconciliation()

    def _figure(self, figure: FigureLineage) -> None:
        name, report = _entry(figure.basis), f"casus:reports/{figure.report_id}"
        numbers = figure.figure.model_dump(mode="json", exclude_none=True)
        said = {f"casus:{part}": number for part, number in numbers.items()}
        credibility = None if figure.credibility is None else int(figure.credibility)
        self._entity(name, "casus:Figure", **said, **{"casus:credibility": credibility})
        self._derived(name, report)
        source = self._of.cited[figure.report_id].source_id
        self._link("wasAttributedTo", entity=name, agent=f"casus:sources/{source}")
        for chain in figure.chains:
            steps = [self._step(it) for it in chain]
            for earlier, later in zip(steps, [report, *steps], strict=False):
                if earlier != later:
                    self._derived(later, earlier)
            self._derived(name, steps[-1], "prov:PrimarySource")
        revised = [*figure.revises, figure.basis]
        for before, after in pairwise(revised):
            self._entity(_entry(before), "casus:Figure")
            self._derived(_entry(after), _entry(before), "prov:Revision")
            self._invalidated(_entry(before), after)

    def _step(self, step: StepView) -> str:
        """The entity that a step is: a report, or what somebody says on this casualty."""
        if step.kind is StepKind.REPORT:
            return f"casus:reports/{step.id}"
        said = step.id if step.words is None else quote(step.words, safe="")
        name = f"casus:casualties/{self._of.id}/{step.kind}/{said}"
        self._entity(name, "casus:Original", **{"prov:label": step.words})
        if step.id:
            self._link("wasAttributedTo", entity=name, agent=f"casus:sources/{step.id}")
        return name

    def _reconciliation(self) -> None:
        of, made = self._of, self._of.reconciled
        name = f"casus:figures/{of.id}/{of.policy.name}/{of.position}"
        activity = f"casus:policies/{of.policy.name}/{of.policy.version}/{of.id}/{of.position}"
        about = {"prov:type": _name("casus:Reconciliation"), "prov:label": of.policy.words}
        self.parts["activity"][activity] = about
        standing = [it for it in of.figures if not of.cited[it.report_id].withdrawn]
        for it in standing:
            rated = of.sources[of.cited[it.report_id].source_id].rated
            for basis in filter(None, (it.basis, it.judged, rated)):
                self._link("used", activity=activity, entity=_entry(basis))
        if made is None:
            return
        numbers = {f"casus:{part}": getattr(made, part) for part in ("low", "best", "high", "open_ended", "countable")}
        originals = {"casus:reports": of.reports, "casus:originals": of.originals}
        self._entity(name, "casus:ReconciledFigure", **numbers, **originals)
        self._link("wasGeneratedBy", entity=name, activity=activity)
        for position in {made.low_from, made.best_from, made.high_from}:
            self._derived(name, f"casus:log/{position}")
        for original in of.come_from:
            self._derived(name, self._original(original), "prov:PrimarySource")

    def _original(self, original: OriginalView) -> str:
        """The entity that an original is; of a circle, one step of it that some chain ends at."""
        ends = [chain[-1] for figure in self._of.figures for chain in figure.chains]
        return self._step(next(it for it in ends if it in original.steps))

    def _entry(self, basis: Basis) -> None:
        name, cause = _entry(basis), f"casus:causes/{basis.cause}"
        analyst = f"casus:analysts/{quote(basis.recorded_by, safe='')}"
        if name in self.parts["entity"]:
            return
        self._entity(name, "casus:Entry", **{"casus:position": basis.position, "casus:reason": basis.reason})
        self._activity(basis.cause, "casus:Command")
        self._agent(analyst, "prov:Person", basis.recorded_by)
        self._link("wasGeneratedBy", entity=name, activity=cause, time=basis.recorded_at)
        self._link("wasAttributedTo", entity=name, agent=analyst)
        self._link("wasAssociatedWith", activity=cause, agent=analyst)

    def _entity(self, name: str, kind: str, **said: Any) -> None:
        known = self.parts["entity"].get(name, {})
        given = {key: part for key, part in said.items() if part is not None}
        self.parts["entity"][name] = {**known, "prov:type": _name(kind), **given}

    def _activity(self, cause: object, kind: str, label: str | None = None) -> None:
        about = {"prov:type": _name(kind), **({"prov:label": label} if label else {})}
        self.parts["activity"][f"casus:causes/{cause}"] = about

    def _agent(self, name: str, kind: str, label: str) -> None:
        self.parts["agent"][name] = {"prov:type": _name(kind), "prov:label": label}

    def _derived(self, later: str, earlier: str, kind: str | None = None) -> None:
        told: dict[str, Any] = {"prov:generatedEntity": later, "prov:usedEntity": earlier}
        self._once("wasDerivedFrom", told if kind is None else {**told, "prov:type": _name(kind)})

    def _invalidated(self, name: str, by: Basis) -> None:
        self._link("wasInvalidatedBy", entity=name, activity=f"casus:causes/{by.cause}", time=by.recorded_at)

    def _link(self, relation: str, **ends: Any) -> None:
        self._once(relation, {f"prov:{end}": _text(each) for end, each in ends.items()})

    def _once(self, relation: str, told: Mapping[str, Any]) -> None:
        if (key := (relation, repr(told))) not in self._told:
            self._told.add(key)
            self.parts[relation][f"_:id{len(self._told)}"] = told


def _entry(basis: Basis) -> str:
    return f"casus:log/{basis.position}"


def _name(qualified: str) -> Mapping[str, str]:
    return {"$": qualified, "type": "xsd:QName"}


def _text(given: Any) -> Any:
    return given.isoformat() if isinstance(given, datetime) else given
