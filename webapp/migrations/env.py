# SPDX-License-Identifier: EUPL-1.2
"""Alembic's environment: one transaction for all that is missing, on either engine."""

from __future__ import annotations

from alembic import context

from criteria.storage import (  # noqa: F401 -- fills the metadata
    feed_tables,
    library_tables,
    own_tables,
    set_tables,
    tables,
    watch_tables,
)
from criteria.storage.base import Base
from criteria.storage.database import Database
from followup.storage import (  # noqa: F401 -- fills the metadata
    contract_tables,
    declaration_tables,
    evidence_tables,
    outcome_tables,
)

database: Database = context.config.attributes["database"]

with database.engine.connect().execution_options(writes=True) as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=database.is_sqlite,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
