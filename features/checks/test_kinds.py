"""Every kind has its row in the codebooks that others count by."""

from collections import Counter
from contextlib import suppress
from itertools import product
from string import ascii_uppercase

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.force_facts import ACLED_INTER, ForceKind
from domain.kinds import CODEBOOKS, IncidentKind, TypeOfViolence, kind_of_ucdp
from domain.place import Country

ACLED = {
    "Battles": "Armed clash; Government regains territory; Non-state actor overtakes territory",
    "Explosions/Remote violence": "Chemical weapon; Air/drone strike; Suicide bomb; Shelling/artillery/missile attack; "
    "Remote explosive/landmine/IED; Grenade",
    "Violence against civilians": "Sexual violence; Attack; Abduction/forced disappearance",
    "Protests": "Peaceful protest; Protest with intervention; Excessive force against protesters",
    "Riots": "Violent demonstration; Mob violence",
    "Strategic developments": "Agreement; Arrests; Change to group/activity; Disrupted weapons use; "
    "Headquarters or base established; Looting/property destruction; Non-violent transfer of territory; Other",
}
ROWS = [(broad, None) for broad in ACLED] + [(broad, it) for broad in ACLED for it in ACLED[broad].split("; ")]


def test_every_kind_is_one_type_of_acled_and_every_type_of_acled_one_kind() -> None:
    assert set(CODEBOOKS) == set(IncidentKind)
    assert Counter((it.acled_event_type, it.acled_sub_event_type) for it in CODEBOOKS.values()) == Counter(ROWS)
    assert len(ROWS) == 6 + 25


def test_a_narrow_kind_is_within_the_broad_kind_of_its_event_type() -> None:
    for kind, row in CODEBOOKS.items():
        assert (row.broader is None) == (row.acled_sub_event_type is None), kind
        if row.broader:
            broad = CODEBOOKS[row.broader]
            assert (broad.acled_event_type, broad.acled_sub_event_type) == (row.acled_event_type, None)


def test_a_kind_has_the_name_of_its_type() -> None:
    for kind, row in CODEBOOKS.items():
        words = (row.acled_sub_event_type or row.acled_event_type).lower()
        for written, ours in (("/activity", " or activity"), ("/forced", " or forced"), ("/property", " or property")):
            words = words.replace(written, ours)
        for written, ours in (("air/", "air or "), ("shelling/", "shelling "), ("artillery/", "artillery or ")):
            words = words.replace(written, ours)
        words = words.replace("/landmine/ied", " landmine or ied").replace("explosions/", "explosion or ")
        plural = {"battles", "protests", "riots", "strategic developments"}
        assert kind.value == (words[:-1] if words in plural else words).replace(" ", "_").replace("-", "_")


@pytest.mark.parametrize(
    ("event_type", "admitted"),
    [
        *(("Battles", {1, 2}), ("Explosions/Remote violence", {1, 2, 3}), ("Violence against civilians", {3})),
        *(("Protests", set()), ("Riots", set()), ("Strategic developments", set())),
    ],
)
def test_a_kind_admits_the_types_of_ucdp_that_its_form_may_be(event_type: str, admitted: set[int]) -> None:
    for kind, row in CODEBOOKS.items():
        if row.acled_event_type == event_type:
            killing_protesters = kind is IncidentKind.EXCESSIVE_FORCE_AGAINST_PROTESTERS
            assert row.ucdp_types == ({3} if killing_protesters else admitted), kind


def test_a_type_of_ucdp_becomes_a_broad_kind_that_admits_it() -> None:
    assert [it.value for it in TypeOfViolence] == [1, 2, 3]
    for type_of_violence in TypeOfViolence:
        row = CODEBOOKS[kind_of_ucdp(type_of_violence)]
        assert type_of_violence in row.ucdp_types
        assert row.broader is None


def test_every_kind_of_force_has_its_inter_code() -> None:
    first_eight = "state_forces rebel_group political_militia identity_militia rioters protesters civilians"
    expected = dict(zip([*first_eight.split(), "external_or_other_forces"], range(1, 9), strict=True))
    assert {kind: ACLED_INTER[kind] for kind in ForceKind} == {**expected, "coalition": 8, "private_company": 8}


def test_countries_are_those_of_iso_3166_and_kosovo() -> None:
    read = TypeAdapter(Country)
    taken = set()
    for code in map("".join, product(ascii_uppercase, repeat=3)):
        with suppress(ValidationError):
            taken.add(read.validate_python(code))
    assert len(taken) == 249 + 1
    assert {"SYR", "SSD", "XKX"} <= taken  # the last from ISO's user-assigned range, in general use
    assert not {"SYX", "YUG", "ROM"} & taken
