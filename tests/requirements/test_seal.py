# SPDX-License-Identifier: EUPL-1.2
"""The sealed set: literal numbers, filled texts, and a seal that any change breaks."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as some

from criteria.canonical import to_plain
from criteria.events.model import Head
from criteria.library.model import Words
from criteria.library.vocabulary import FilledBy, Method, RequirementType
from criteria.requirements import lines as building
from criteria.requirements.model import FollowUpChoice, RequirementSet, SealedSet
from criteria.requirements.seal import FORM, SealContext, numbered, seal_of, seal_set, sealed_bytes
from criteria.schemas.derived import dump_json, load_json
from tests.documents.factories import make_sealed
from tests.requirements.factories import (
    NOW,
    TODAY,
    make_parameter,
    make_set,
    make_version,
    with_limit,
    wording,
)

CONTEXT = SealContext("Ekby kommun", "2120000000", Head(41, "a" * 64), NOW, TODAY)


def _sealed(set_: RequirementSet) -> SealedSet:
    return seal_set(set_, CONTEXT)


def _filled() -> RequirementSet:
    return building.set_value(make_set(with_limit(), make_version("FURN-05:1@base")), 1, "limit", "0,05")


def test_sections_are_numbered_through_in_the_order_of_the_types() -> None:
    set_ = make_set(
        make_version("FURN-14:1@base", type=RequirementType.PERFORMANCE_CONDITION),
        make_version("FURN-01:1@base"),
        make_version("FURN-02:1@base"),
        make_version("FURN-09:1@base", type=RequirementType.AWARD_CRITERION),
    )

    assert [(number, line.ref) for number, line in numbered(set_)] == [
        ("1.1", "FURN-01:1@base"),
        ("1.2", "FURN-02:1@base"),
        ("2.1", "FURN-09:1@base"),
        ("3.1", "FURN-14:1@base"),
    ]


def test_seal_is_the_sha256_of_the_canonical_json() -> None:
    sealed = _sealed(_filled())

    assert seal_of(sealed) == sha256(sealed_bytes(sealed)).hexdigest()
    assert json.loads(sealed_bytes(sealed))["organisation"] == "Ekby kommun"


def test_sealed_set_read_back_has_the_same_seal() -> None:
    sealed = _sealed(_filled())

    assert seal_of(load_json(SealedSet, dump_json(sealed))) == seal_of(sealed)


def test_seal_of_form_1_is_what_it_was_before_lines_said_what_they_apply_to() -> None:
    # Computed by the program as it was when form 1 was the only one.
    assert seal_of(make_sealed()) == "03c9b5aea6cf74886525197270b88280377802a501c9fce3d523d9b1f7178e54"
    assert seal_of(make_sealed(form=FORM)) != seal_of(make_sealed())


def test_what_a_line_applies_to_is_sealed_in_its_words_and_beside_them() -> None:
    line = _sealed(building.apply_to(_filled(), 1, "rad 1–6")).lines[0]

    assert line.applies_to == "rad 1–6"
    assert line.text.sv.startswith("Gäller: rad 1–6.\nSkivorna ")
    assert line.original_text is None


def test_any_change_breaks_the_seal() -> None:
    set_ = _filled()
    seal = seal_of(_sealed(set_))
    others = (
        building.set_value(set_, 1, "limit", "0,04"),
        building.reword(set_, 2, wording("Stommen ska hålla i minst elva år.")),
        building.move_line(set_, 2, 1),
        building.apply_to(set_, 2, "rad 7"),
        building.choose_follow_up(set_, 1, FollowUpChoice((Method.LABEL,))),
        replace(set_, title="Annan titel"),
        replace(set_, revision=set_.revision + 1),
    )

    assert seal not in {seal_of(_sealed(other)) for other in others}
    assert seal_of(_sealed(set_)) == seal


@given(some.text(alphabet="abcåäö é\u0301", min_size=1, max_size=40))
def test_seal_does_not_depend_on_how_letters_are_composed(title: str) -> None:
    import unicodedata

    set_ = make_set(make_version())
    composed = replace(set_, title=unicodedata.normalize("NFC", title))
    decomposed = replace(set_, title=unicodedata.normalize("NFD", title))

    assert seal_of(_sealed(composed)) == seal_of(_sealed(decomposed))


def test_text_is_filled_and_parameters_stand_beside_it() -> None:
    line = _sealed(_filled()).lines[0]

    assert line.text == Words(
        "Skivorna ska avge högst 0,05 milligram per kubikmeter luft.",
        "The panels shall emit at most 0.05 milligrams per cubic metre.",
    )
    assert [(item.name, item.value, item.unit) for item in line.parameters] == [("limit", "0.05", "mg/m³")]


def test_local_wording_stands_beside_the_librarys_words_with_the_same_values() -> None:
    set_ = building.reword(_filled(), 1, wording("Alla skivor ska avge högst {limit} milligram."))

    line = _sealed(set_).lines[0]

    assert line.text.sv == "Alla skivor ska avge högst 0,05 milligram."
    assert line.original_text is not None
    assert line.original_text.sv == "Skivorna ska avge högst 0,05 milligram per kubikmeter luft."
    assert line.change_reason == "Skolan behåller borden längre."


def test_blank_of_the_tenderer_stays_open_by_name() -> None:
    offered = make_parameter("offered", filled_by=FilledBy.TENDERER)
    version = make_version(text=Words("Anbudet anger {offered}."), parameters=(offered,))

    (line,) = _sealed(make_set(version)).lines

    assert line.text.sv == "Anbudet anger {offered}."
    assert [(item.name, item.value, item.filled_by) for item in line.parameters] == [
        ("offered", None, "tenderer")
    ]


def test_follow_up_stands_as_chosen_or_as_the_template_says() -> None:
    set_ = building.choose_follow_up(_filled(), 2, FollowUpChoice((Method.LABEL, Method.DOC)))

    first, second = _sealed(set_).lines

    assert (first.methods, second.methods) == ((Method.TEST, Method.LABEL), (Method.LABEL, Method.DOC))
    assert first.role is not None


def test_canonical_form_holds_every_field_and_no_number() -> None:
    plain = to_plain(_sealed(_filled()))

    assert isinstance(plain, dict)
    assert set(plain) == set(SealedSet.__slots__)
    assert plain["revision"] == "1"
