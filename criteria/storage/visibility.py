# SPDX-License-Identifier: EUPL-1.2
"""Which versions an organisation meets, and which it may read when it names them.

Offered (searched, listed, added to sets) is the public library, the organisation's own, and what others share
with it now. Readable by name is also what was shared before it was revoked, since a share is revocable
forward only: what somebody has used goes on resolving (DOMAIN 4.2, I1; ARCHITECTURE, invariant 7).
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_

from criteria.storage.own_store import SharePurpose
from criteria.storage.own_tables import CriterionShareRow
from criteria.storage.tables import CriterionVersionRow

_SAME_VERSION = and_(
    CriterionShareRow.id == CriterionVersionRow.id,
    CriterionShareRow.version == CriterionVersionRow.version,
    CriterionShareRow.level == CriterionVersionRow.level,
)


def offered(viewer: str | None) -> ColumnElement[bool]:
    """The condition that a version is met by an organisation; ``None`` is a visitor."""
    return _own_or_public(viewer, _is_for(SharePurpose.USE), CriterionShareRow.revoked_at.is_(None))


def readable(viewer: str | None) -> ColumnElement[bool]:
    """The condition that an organisation may read a version it names."""
    is_given = or_(_is_for(SharePurpose.USE), CriterionShareRow.revoked_at.is_(None))
    return _own_or_public(viewer, is_given)


def _is_for(purpose: SharePurpose) -> ColumnElement[bool]:
    return CriterionShareRow.purpose == purpose.value


def _own_or_public(viewer: str | None, *given: ColumnElement[bool]) -> ColumnElement[bool]:
    is_public = CriterionVersionRow.owner_id.is_(None)
    if viewer is None:
        return is_public
    named = CriterionShareRow.organisation_id
    share = exists().where(_SAME_VERSION, or_(named.is_(None), named == viewer), *given)
    return or_(
        is_public,
        CriterionVersionRow.owner_id == viewer,
        and_(CriterionVersionRow.valid_from.is_not(None), share),
    )
