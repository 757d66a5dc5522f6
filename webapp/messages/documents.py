# SPDX-License-Identifier: EUPL-1.2
"""Texts about documents made and workbooks read back; suppliers see some of them."""

from __future__ import annotations

from webapp.messages.model import Text

_FRESH_SV = "Hämta filen på nytt, fyll i den och skicka den som den är, utan att byta format."
_FRESH_EN = "Take the file anew, fill it in and send it as it is, without changing its format."
_SAVE_SV = "Spara arbetsboken på nytt som vanlig .xlsx utan makron, länkar och inbäddade filer."
_SAVE_EN = "Save the workbook anew as a plain .xlsx without macros, links and embedded files."

TEXTS: dict[str, Text] = {
    "document.seal_mismatch": Text(
        "Kravuppsättningen stämmer inte med sitt sigill {seal}.",
        "The requirement set does not agree with its seal {seal}.",
        "Gör inget dokument av den. Kör kravkedjan log verify och återställ från säkerhetskopia.",
        "Make no document of it. Run kravkedjan log verify and restore from a backup.",
    ),
    "document.text_too_long": Text(
        "En text är {length} tecken. Högst {limit} går att sätta i ett dokument.",
        "A text is {length} characters long. At most {limit} can be set in a document.",
        "Dela texten i flera krav, eller lägg den i en egen bilaga.",
        "Divide the text into several requirements, or put it in an annex of its own.",
    ),
    "document.too_large": Text(
        "Dokumentet har {characters} tecken och {blocks} stycken och rader. "
        "Högst {limit} tecken och {block_limit} stycken och rader går att sätta.",
        "The document has {characters} characters and {blocks} paragraphs and rows. "
        "At most {limit} characters and {block_limit} paragraphs and rows can be set.",
        "Hämta en del i taget, eller hämta JSON.",
        "Take one part at a time, or take JSON.",
    ),
    "document.cell_too_long": Text(
        "En text är {length} tecken. En cell i Excel rymmer {limit}.",
        "A text is {length} characters long. A cell in Excel holds {limit}.",
        "Hämta PDF eller Word i stället, eller korta texten.",
        "Take PDF or Word instead, or shorten the text.",
    ),
    "workbook.too_large": Text(
        "Filen är {size} byte. Högst {limit} går att läsa.",
        "The file has {size} bytes. At most {limit} can be read.",
        "Ta bort bilder och blad som inte hör till formuläret.",
        "Take out pictures and sheets that do not belong to the form.",
    ),
    "workbook.not_a_workbook": Text(
        "Filen är ingen läsbar Excel-arbetsbok (.xlsx).",
        "The file is no readable Excel workbook (.xlsx).",
        _FRESH_SV,
        _FRESH_EN,
    ),
    "workbook.part_refused": Text(
        "Arbetsboken innehåller ”{part}”, som inte tas emot.",
        "The workbook holds “{part}”, which is not accepted.",
        _SAVE_SV,
        _SAVE_EN,
    ),
    "workbook.expands": Text(
        "”{part}” i arbetsboken växer orimligt mycket när den packas upp.",
        "“{part}” in the workbook grows beyond reason when unpacked.",
        _FRESH_SV,
        _FRESH_EN,
    ),
    "workbook.declares_type": Text(
        "”{part}” i arbetsboken innehåller en dokumenttypsdeklaration, som inte tas emot.",
        "“{part}” in the workbook holds a document type declaration, which is not accepted.",
        _SAVE_SV,
        _SAVE_EN,
    ),
    "workbook.external_link": Text(
        "Arbetsboken hänvisar till något utanför sig själv, i ”{part}”.",
        "The workbook refers to something outside itself, in “{part}”.",
        "Ta bort länkar till andra filer och till webben, och spara på nytt.",
        "Take out links to other files and to the web, and save anew.",
    ),
    "workbook.unreadable": Text(
        "Arbetsboken går inte att läsa. Den är skadad eller sparad av ett program som inte följer formatet.",
        "The workbook cannot be read. It is damaged, or saved by a program that does not follow the format.",
        _FRESH_SV,
        _FRESH_EN,
    ),
    "workbook.not_ours": Text(
        "Arbetsboken är inget formulär härifrån: bladet som säger vad den gäller saknas.",
        "The workbook is no form from here: the sheet that says what it is for is missing.",
        _FRESH_SV,
        _FRESH_EN,
    ),
    "workbook.sheet_missing": Text(
        "Bladet ”{sheet}” saknas i arbetsboken.",
        "The sheet “{sheet}” is missing in the workbook.",
        "Ge bladet tillbaka sitt namn, eller börja om från ett nytt formulär.",
        "Give the sheet its name back, or begin again with a new form.",
    ),
    "workbook.formula": Text(
        "Cell {cell} innehåller en formel eller ett felvärde.",
        "Cell {cell} holds a formula or an error value.",
        "Skriv svaret som text.",
        "Write the answer as text.",
    ),
    "workbook.duplicate_row": Text(
        "Krav {number} står på två rader, den andra är rad {row}.",
        "Requirement {number} stands in two rows, the second is row {row}.",
        "Ta bort den ena raden.",
        "Take one of the rows out.",
    ),
    "declaration.date_unreadable": Text(
        "”{given}” är inget datum.",
        "“{given}” is no date.",
        "Skriv datum som 2027-01-20.",
        "Write the date as 2027-01-20.",
    ),
}
