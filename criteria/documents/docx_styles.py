# SPDX-License-Identifier: EUPL-1.2
"""The Word document that a body is put into: page, styles, language, header, footer and properties.

Headings, contents and captions are Word's own styles, so that navigation and screen readers find them.
"""

from __future__ import annotations

from datetime import UTC

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from criteria.documents.docx_xml import ACCENT, LANGUAGE_TAGS, NAMESPACES, QUIET, TEXT_WIDTH, text_run
from criteria.documents.model import Document

_FONT = "Calibri"
_INK = "17201E"
# Word's limit for a text property.
_LONGEST_PROPERTY = 255

# Word's own: name, size in points, colour, space before and after in points.
_BUILT_IN = (
    ("Title", 25.0, _INK, 0, 14),
    ("Heading 1", 15.5, ACCENT, 22, 6),
    ("Heading 2", 12.0, _INK, 16, 2),
    ("Caption", 10.0, _INK, 8, 4),
)
_BAR = f'<w:pBdr><w:left w:val="single" w:sz="14" w:space="8" w:color="{ACCENT}"/></w:pBdr>'
_RULE = f'<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="{QUIET}"/></w:pBdr>'
_FRAME = "".join(
    f'<w:{edge} w:val="double" w:sz="6" w:space="6" w:color="{ACCENT}"/>'
    for edge in ("top", "left", "bottom", "right")
)
# Ours: name, size in half points, colour, bold, paragraph properties in the order of the schema.
_OWN = (
    ("Kicker", 22, ACCENT, True, '<w:keepNext/><w:spacing w:before="0" w:after="40"/>'),
    ("Lead", 22, _INK, False, '<w:spacing w:after="140"/>'),
    ("Small", 18, QUIET, False, '<w:spacing w:after="120"/>'),
    ("Tags", 18, QUIET, False, '<w:keepNext/><w:spacing w:after="80"/>'),
    ("Binding", 21, _INK, False, f'{_BAR}<w:spacing w:after="100"/><w:ind w:left="200"/>'),
    ("CellText", 19, _INK, False, '<w:spacing w:before="30" w:after="30"/>'),
    ("CellHead", 19, _INK, True, '<w:keepNext/><w:spacing w:before="30" w:after="30"/>'),
    ("FactLabel", 19, QUIET, True, '<w:spacing w:before="30" w:after="30"/>'),
    ("ListTitle", 21, _INK, True, '<w:keepNext/><w:spacing w:before="120" w:after="60"/>'),
    ("ContentsTitle", 24, _INK, True, '<w:keepNext/><w:spacing w:before="240" w:after="80"/>'),
    ("FieldLabel", 18, QUIET, True, '<w:keepNext/><w:spacing w:before="100" w:after="0"/>'),
    ("FieldLine", 21, _INK, False, f'{_RULE}<w:spacing w:before="60" w:after="140"/>'),
    ("TickLine", 21, _INK, False, '<w:spacing w:after="80"/><w:ind w:left="340" w:hanging="340"/>'),
    (
        "Seal",
        18,
        _INK,
        False,
        f'<w:keepLines/><w:pBdr>{_FRAME}</w:pBdr><w:spacing w:after="0"/><w:ind w:left="140" w:right="140"/>',
    ),
)
# The template's footer has a stop in the middle and one at its own right margin.
_OLD_STOPS = '<w:tab w:val="clear" w:pos="4680"/><w:tab w:val="clear" w:pos="9360"/>'
_RIGHT_STOP = f'<w:tab w:val="right" w:pos="{TEXT_WIDTH}"/>'
_SHADED = {"information": "F2F4F3", "changed": "E7EAF7", "law": "FCEFCF", "warning": "FAE5E2"}
_CONTENTS = (
    ("toc 1", 21, True, '<w:spacing w:before="80" w:after="20"/>'),
    ("toc 2", 20, False, '<w:spacing w:after="20"/><w:ind w:left="260"/>'),
)


def base_document(document: Document) -> WordDocument:
    """A Word document with everything but the body."""
    word = docx.Document()
    _drop_thumbnail(word)
    _set_properties(word, document)
    _set_page(word)
    _set_language(word, LANGUAGE_TAGS[document.language])
    _set_styles(word)
    _set_header_and_footer(word, document)
    return word


def _drop_thumbnail(word: WordDocument) -> None:
    """Takes the template's picture of an empty page out."""
    relations = word.part.package.rels
    for key in [key for key, item in relations.items() if item.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        relations.pop(key)


def _set_properties(word: WordDocument, document: Document) -> None:
    dated = document.metadata.dated.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    core = word.core_properties
    core.title = f"{document.title.text} – {document.kicker}"[:_LONGEST_PROPERTY]
    core.author = core.last_modified_by = document.metadata.author[:_LONGEST_PROPERTY]
    core.subject = document.metadata.subject[:_LONGEST_PROPERTY]
    core.comments = f"SHA-256 {document.seal}" if document.seal else ""
    core.language = LANGUAGE_TAGS[document.language]
    core.created = core.modified = dated
    core.revision = 1


def _set_page(word: WordDocument) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(26), Mm(24)
    section.top_margin, section.bottom_margin = Mm(25), Mm(24)
    section.header_distance = section.footer_distance = Mm(12)
    section.different_first_page_header_footer = True


def _set_language(word: WordDocument, tag: str) -> None:
    defaults = word.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(parse_xml(f'<w:lang {NAMESPACES} w:val="{tag}" w:eastAsia="{tag}" w:bidi="ar-SA"/>'))


def _set_styles(word: WordDocument) -> None:
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(10.5)
    normal.font.color.rgb = RGBColor.from_string(_INK)
    normal.paragraph_format.space_after = Pt(6)
    for name, size, colour, before, after in _BUILT_IN:
        style = word.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        style.font.bold, style.font.italic = True, False
        style.font.color.rgb = RGBColor.from_string(colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.keep_with_next = True
        # The template's headings take their font from a theme, which would win over the name.
        fonts = style.element.rPr.rFonts
        for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[theme]
        for border in style.element.pPr.findall(qn("w:pBdr")):
            style.element.pPr.remove(border)
    for own, half_points, colour, bold, properties in _OWN:
        _add_style(word, own, properties, _run_properties(half_points, colour, bold=bold))
    for kind, fill in _SHADED.items():
        shaded = f'<w:keepLines/><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
        spaced = f'{shaded}<w:spacing w:before="0" w:after="0"/><w:ind w:left="140" w:right="140"/>'
        _add_style(word, f"Note{kind.capitalize()}", spaced, _run_properties(19, _INK))
    for own, half_points, bold, properties in _CONTENTS:
        _add_style(word, own, properties, _run_properties(half_points, _INK, bold=bold))


def _add_style(word: WordDocument, name: str, paragraph_properties: str, run_properties: str) -> None:
    # Word knows its own styles by their names, and the contents styles are its own.
    is_own = not name.startswith("toc ")
    style_id = name if is_own else f"TOC{name[4:]}"
    custom = ' w:customStyle="1"' if is_own else ""
    word.styles.element.append(
        parse_xml(
            f'<w:style {NAMESPACES} w:type="paragraph"{custom} w:styleId="{style_id}">'
            f'<w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
            f"<w:pPr>{paragraph_properties}</w:pPr><w:rPr>{run_properties}</w:rPr></w:style>"
        )
    )


def _run_properties(half_points: int, colour: str, *, bold: bool = False) -> str:
    weight = "<w:b/>" if bold else ""
    return f'{weight}<w:color w:val="{colour}"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _set_header_and_footer(word: WordDocument, document: Document) -> None:
    section = word.sections[0]
    small = _run_properties(17, QUIET)
    _append(section.header.paragraphs[0]._p, text_run(document.metadata.running_head, small))
    page = (
        text_run(document.metadata.running_foot, small)
        + "<w:r><w:tab/></w:r>"
        + f'<w:fldSimple w:instr=" PAGE ">{text_run("1", small)}</w:fldSimple>'
        + text_run(" (", small)
        + f'<w:fldSimple w:instr=" NUMPAGES ">{text_run("1", small)}</w:fldSimple>'
        + text_run(")", small)
    )
    for footer in (section.footer, section.first_page_footer):
        element = footer.paragraphs[0]._p
        _append(element.get_or_add_pPr(), f"<w:tabs>{_OLD_STOPS}{_RIGHT_STOP}</w:tabs>")
        _append(element, page)


def _append(parent: object, inside: str) -> None:
    for element in parse_xml(f"<w:p {NAMESPACES}>{inside}</w:p>"):
        parent.append(element)  # type: ignore[attr-defined]  # lxml element without types
