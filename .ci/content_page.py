# SPDX-License-Identifier: EUPL-1.2
"""Prints docs/sv/innehall.md from ``data/``.

``.venv/bin/python .ci/content_page.py > docs/sv/innehall.md``
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from criteria.exchange.library_files import LibraryFolder, read_library
from criteria.library.model import CriterionVersion, ProductGroup
from criteria.library.vocabulary import LabelCoverage, Level, ShippedState
from webapp.words import LEVELS, METHODS, TYPES, word
from webapp.words_library import LABEL_USES

_DATA = Path(__file__).parents[1] / "data"
_HEAD = """\
# Innehållet

Vad som följer med Kravkedjan, grupp för grupp. Sidan skrivs av `.ci/content_page.py` ur `data/`, och ett
test jämför de två. Antalet krav i en grupp är en bruttolista att välja ur, inte en rekommendation att ställa
alla.

Ett utkast visas inte i sökningen och går inte att lägga i en kravuppsättning. Under gruppens tabell står vad
någon måste kontrollera innan det kan publiceras. Märkningar står med hur mycket av kravet de täcker; hela
prövningen mot 9 kap. 13 § LOU finns på märkningens sida i tjänsten. Inget av innehållet är juridiskt granskat
om det inte står så på kriteriets sida.

"""


def page() -> str:
    """The whole page."""
    library = read_library(_DATA)
    if library.faults:
        raise SystemExit("\n".join(f"{fault.where}: {fault.message}" for fault in library.faults))
    groups = sorted((group for group, _ in library.groups), key=_by_title)
    return _HEAD + "\n".join((*_overview(library, groups), *_labels(library), *_groups(library, groups)))


def _by_title(group: ProductGroup) -> tuple[bool, str]:
    # The cross-cutting criteria are no product group and come last.
    return group.id == "cross", group.title.sv.casefold()


def _filed(library: LibraryFolder, group: ProductGroup) -> list[CriterionVersion]:
    inside = [version for version, _ in library.versions if version.groups[0] == group.id]
    return sorted(inside, key=lambda item: (item.id, item.level.rank, item.version))


def _is_draft(version: CriterionVersion) -> bool:
    return version.state is ShippedState.DRAFT


def _counts(versions: list[CriterionVersion]) -> str:
    """Cells with the number of criteria, of published versions by level, and of drafts."""
    published = [version.level for version in versions if not _is_draft(version)]
    numbers = (
        len({version.id for version in versions}),
        *(published.count(level) for level in Level),
        len(versions) - len(published),
    )
    return " | ".join(map(str, numbers))


def _overview(library: LibraryFolder, groups: list[ProductGroup]) -> Iterator[str]:
    levels = " | ".join(word(LEVELS, level) for level in Level)
    yield f"| Grupp | Kriterier | {levels} | Utkast | Risk |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for group in groups:
        yield f"| {_cell(group.title.sv)} | {_counts(_filed(library, group))} | {group.risk.value} av 3 |"
    yield f"| Summa | {_counts([version for version, _ in library.versions])} | |"
    yield ""
    yield "## Kravpaket"
    yield ""
    yield "| Paket | Krav |"
    yield "|---|---:|"
    for package in sorted((package for package, _ in library.packages), key=lambda item: item.title.sv):
        yield f"| {_cell(package.title.sv)} | {len(package.members)} |"
    yield ""


def _labels(library: LibraryFolder) -> Iterator[str]:
    yield "## Märkningar"
    yield ""
    yield "| Märkning | Slutsats | Täcker helt | Täcker delvis |"
    yield "|---|---|---:|---:|"
    covers = [(cover.label, cover.coverage) for version, _ in library.versions for cover in version.labels]
    for label in sorted((label for label, _ in library.labels), key=lambda item: item.name.casefold()):
        full = covers.count((label.id, LabelCoverage.FULL))
        part = covers.count((label.id, LabelCoverage.PART))
        use = word(LABEL_USES, label.assessment.conclusion)
        yield f"| {_cell(label.name)} | {use} | {full} | {part} |"
    yield ""


def _groups(library: LibraryFolder, groups: list[ProductGroup]) -> Iterator[str]:
    names = {label.id: label.name for label, _ in library.labels}
    ended = {
        event.subject: event.on
        for event, _ in library.events
        if event.kind.value == "supersede" or event.kind.value.startswith("withdraw")
    }
    for group in groups:
        versions = _filed(library, group)
        yield f"## {group.title.sv} (`{group.id}`)"
        yield ""
        if group.cpv:
            yield f"CPV: {', '.join(f'{entry.code} {entry.label}' for entry in group.cpv)}."
            yield ""
        yield "| Kriterium | Nivå | Kravtyp | Följs upp med | Märkningar | Läge |"
        yield "|---|---|---|---|---|---|"
        for version in versions:
            end = ended.get(version.ref)
            state = "utkast" if _is_draft(version) else f"från {version.valid_from}"
            cells = (
                f"{version.id}:{version.version} {version.title.sv}",
                word(LEVELS, version.level),
                word(TYPES, version.type),
                ", ".join(word(METHODS, method) for method in version.follow_up.methods),
                ", ".join(
                    f"{names[cover.label]} {'helt' if cover.coverage is LabelCoverage.FULL else 'delvis'}"
                    for cover in version.labels
                )
                or "–",
                state if end is None else f"{state} till {end}",
            )
            yield f"| {' | '.join(map(_cell, cells))} |"
        yield ""
        yield from _drafts([version for version in versions if _is_draft(version)])


def _drafts(drafts: list[CriterionVersion]) -> Iterator[str]:
    if not drafts:
        return
    yield "Måste kontrolleras innan utkasten kan publiceras:"
    yield ""
    for version in drafts:
        reasons = " ".join(" ".join(reason.split()) for reason in version.draft_because)
        yield f"- {version.id}:{version.version} {word(LEVELS, version.level).lower()}: {_text(reasons)}"
    yield ""


def _cell(text: str) -> str:
    return _text(text).replace("|", "\\|")


def _text(text: str) -> str:
    # Marks of Markdown in a criterion's words are words here.
    return " ".join(text.split()).replace("*", "\\*").replace("_", "\\_").replace("<", "&lt;")


if __name__ == "__main__":
    print(page().rstrip("\n"))
