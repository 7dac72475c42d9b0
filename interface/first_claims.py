"""The claims of the first case: what the article asserts beyond what it reports, and what the record says of it.

A lopsided victory is a ratio of losses; that aircraft were shot down before is a count of earlier incidents; easily the
largest clash since 2015 is a rank. Each is audited as the record stands then: the claims are the article's, their
readings as assertions ours, as an analyst would word them.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from application.claims import AuditClaim, MakeClaim
from application.services import Services
from domain.claim import Claim
from interface.first_case import ANALYST, FirstCase
from interface.telling import Telling

_STATEMENTS: Mapping[str, str] = {
    "lopsided": "A lopsided tactical victory for the coalition.",
    "aircraft": "US warplanes have shot down Syrian aircraft on previous occasions.",
    "largest": "Easily the largest clash between the US military and the pro-regime alliance since 2015.",
}
"""What the article claims, in short."""


def tell_first_claims(services: Services, case: FirstCase) -> Mapping[str, UUID]:
    """Records the article's claims, each once; their ids by name."""
    telling = Telling(services.ledger, "first claims", ANALYST)
    asserted = _assertions(case)
    return {
        name: telling.create(
            f"claim/{name}",
            services.claims.make,
            MakeClaim(statement=statement, report_id=case.article, assertion=asserted[name]),
        )
        for name, statement in _STATEMENTS.items()
    }


def audit_first_claims(services: Services, claims: Mapping[str, UUID], when: str) -> None:
    """Records what the record says of each by now, once for each `when`."""
    telling = Telling(services.ledger, "first claims", ANALYST)
    for name, id in claims.items():
        telling.change(f"audit/{when}/{name}", Claim, id, services.claims.audit, AuditClaim())


def _assertions(case: FirstCase) -> Mapping[str, Any]:
    clash = {"incident": case.incident}
    against = {"between": [case.us_forces, case.government], "countries": ["SYR"]}
    return {
        "lopsided": {
            "asserts": "ratio",
            "of": {"harm": "killed", "side": case.militia, "incidents": clash},
            "to": {"harm": "killed", "side": case.coalition, "incidents": clash},
            "compared": {"relation": "at_least", "number": 10},
        },
        "aircraft": {
            "asserts": "count",
            "incidents": {**against, "kinds": ["air_or_drone_strike"], "occurred": "../2018-02-06"},
            "compared": {"relation": "at_least", "number": 2},
        },
        "largest": {
            "asserts": "rank",
            "incident": case.incident,
            "harm": "killed",
            "among": {**against, "occurred": "2015/2018-02-07"},
            "compared": {"relation": "exactly", "number": 1},
        },
    }
