"""The OpenAPI document says what is true of every route."""

from features.desk import Desk
from interface.problems import MEDIA_TYPE, by_name, status_of


def test_every_refusal_is_listed_under_its_status_and_media_type(desk: Desk) -> None:
    for path, methods in desk.app.openapi()["paths"].items():
        for method, operation in methods.items():
            for status, answer in operation["responses"].items():
                if int(status) < 400:
                    continue
                assert [*answer["content"]] == [MEDIA_TYPE], (method, path, status)
                assert answer["content"][MEDIA_TYPE]["schema"] == {"$ref": "#/components/schemas/Problem"}
                for name in answer["content"][MEDIA_TYPE]["examples"]:
                    refusal = by_name(name)
                    assert refusal
                    assert str(status_of(refusal)) == status


def test_every_refusal_has_a_page(desk: Desk) -> None:
    listed = {
        name
        for methods in desk.app.openapi()["paths"].values()
        for operation in methods.values()
        for answer in operation["responses"].values()
        for name in answer.get("content", {}).get(MEDIA_TYPE, {}).get("examples", {})
    }
    for name in listed:
        assert desk.get(f"/problems/{name}").json()["name"] == name


def test_every_operation_has_a_name_and_a_summary_of_its_own(desk: Desk) -> None:
    operations = [each for methods in desk.app.openapi()["paths"].values() for each in methods.values()]
    assert all(each["summary"] for each in operations)
    names = [each["operationId"] for each in operations]
    assert len(names) == len(set(names))
