# SPDX-License-Identifier: EUPL-1.2
"""Freezing what a supplier is asked, from the sealed set a contract pins and what the winner bound itself to.

Source: DOMAIN 4.5, DC1; 3.2 (a promise that was not given is no requirement of the contract).
"""

from __future__ import annotations

from collections.abc import Iterator

from criteria.canonical import fingerprint
from criteria.library.model import Words
from criteria.library.vocabulary import RequirementType
from criteria.requirements.model import SealedLine, SealedSet
from criteria.requirements.parameters import fill
from followup.contracts.model import Contract
from followup.declarations.model import FORM, FrozenForm, FrozenRequirement

#: Asked where an own requirement has no checklist of its own.
_PLAIN_QUESTION = Words(
    "Vi uppfyller kravet så som det är skrivet.", "We meet the requirement as it is written."
)


def freeze_form(contract: Contract, sealed: SealedSet) -> FrozenForm:
    """What the supplier of a contract is asked: every requirement that binds it, in the annex's order."""
    return FrozenForm(
        form=FORM,
        contract_id=contract.id,
        set_id=sealed.set_id,
        set_revision=sealed.revision,
        seal=contract.seal,
        requirements=tuple(_frozen(line, contract) for line in binding_lines(contract, sealed)),
    )


def binding_lines(contract: Contract, sealed: SealedSet) -> Iterator[SealedLine]:
    """The lines that bind the supplier; an award criterion only where it was offered."""
    for line in sealed.lines:
        statement = contract.bound.award_of(line.line)
        if line.requirement.type is not RequirementType.AWARD_CRITERION or (
            statement is not None and statement.offered
        ):
            yield line


def contract_text(line: SealedLine, contract: Contract) -> Words:
    """The words of a requirement with the values the winner offered in place of the blanks it filled."""
    statement = contract.bound.award_of(line.line)
    values = () if statement is None else statement.values
    return fill(line.text, line.requirement.parameters, values)


def text_hash_of(number: str, ref: str | None, text: Words, checklist: tuple[Words, ...]) -> str:
    """The hash that ties an answer to the words it was given to."""
    return fingerprint({"number": number, "ref": ref, "text": text, "checklist": checklist})


def _frozen(line: SealedLine, contract: Contract) -> FrozenRequirement:
    template = line.requirement.declaration
    checklist = template.checklist if template is not None else (_PLAIN_QUESTION,)
    text = contract_text(line, contract)
    return FrozenRequirement(
        line=line.line,
        number=line.number,
        ref=line.ref,
        title=line.requirement.title,
        text=text,
        checklist=checklist,
        text_hash=text_hash_of(line.number, line.ref, text, checklist),
    )
