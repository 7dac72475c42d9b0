"""Steps that ask of several assertions at once whether the record supports them."""

from pytest_bdd import parsers, then

from domain.fact import Position
from features.desk import Desk
from features.steps.tables import Table, value


@then(parsers.re(r"these verdicts are found( under (?P<policy>[a-z_]+))?:"))
def these_verdicts_are_found(desk: Desk, datatable: Table, policy: str | None = None) -> None:
    """Of each assertion, as JSON, in which things are called by their names."""
    assert desk.services.questions.readable(Position(desk.position))
    for verdict, text in datatable[1:]:
        said = {"assertion": value(text), **({"policy": policy} if policy else {})}
        answer = desk.post("/claims/check", desk.resolved(said))
        assert answer.status_code == 200, (text, answer.text)
        assert answer.json()["verdict"] == verdict, (text, answer.json()["because"])
