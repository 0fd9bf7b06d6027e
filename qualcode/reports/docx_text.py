"""The words of a Word file as XML: runs, paragraphs, fields, bookmarks, footnotes and comments.

XML is written as text and read once, when the file is packed: building it element by element is ten times slower.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from qualcode.reports.document import Comment, Document, Figure, Heading, Run, Runs, Table, plain
from qualcode.reports.painting import painted, painted_line

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
FIRST_COMMENT = 1_000_000
"""Number of the first comment: LibreOffice mixes up a comment and a footnote that bear the same one."""

LANGUAGE_TAGS = {"id": "id-ID", "en": "en-GB"}


@dataclass
class Para:
    """A paragraph; what Word wants to know of it before its words."""

    style: str
    content: str = ""
    keep: bool = False
    """On the page of what follows."""
    new_page: bool = False
    number: tuple[int, str] | None = None
    """Level and number of the list it stands in."""
    right_to_left: bool = False
    section: str = ""
    """Properties of the section that ends with it."""

    def xml(self) -> str:
        """The paragraph, its properties in the order of the schema."""
        properties = f'<w:pStyle w:val="{self.style}"/>' if self.style else ""
        if self.keep:
            properties += "<w:keepNext/>"
        if self.new_page:
            properties += "<w:pageBreakBefore/>"
        if self.number:
            level, number = self.number
            properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        if self.right_to_left:
            properties += "<w:bidi/>"
        properties += self.section
        return (
            f"<w:p><w:pPr>{properties}</w:pPr>{self.content}</w:p>"
            if properties
            else f"<w:p>{self.content}</w:p>"
        )


def bookmark(anchor: str) -> str:
    """The Word bookmark of an anchor; Word allows no hyphen."""
    return anchor.replace("-", "_")


def is_right_to_left(text: str) -> bool:
    """True where the first letter with a direction is written from the right."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def simple_field(instruction: str, shown: str, style: str = "") -> str:
    """A field with the value it has now, so that nothing asks to be updated."""
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f"<w:fldSimple w:instr={quoteattr(f' {instruction} ')}><w:r>{look}<w:t>{escape(shown)}</w:t></w:r></w:fldSimple>"


def page_field(anchor: str, page: str) -> str:
    """The page of a bookmark, with the one it is reckoned to stand on until a program has counted."""
    return (
        field_begins(f"PAGEREF {bookmark(anchor)} \\h") + f"<w:r><w:t>{escape(page)}</w:t></w:r>" + FIELD_ENDS
    )


def field_begins(instruction: str) -> str:
    """The beginning of a field whose result may go over several paragraphs, to `FIELD_ENDS`.

    It is not marked as one to be counted anew: Word asks about that when it opens the file.
    """
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


FIELD_ENDS = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def words(text: str) -> str:
    """`text` as it stands; line ends and tabs are Word's own."""
    if "\n" not in text and "\t" not in text:
        return _words(text)
    lines = ("<w:tab/>".join(map(_words, line.split("\t"))) for line in text.split("\n"))
    return "<w:br/>".join(lines)


def unbroken(text: str) -> str:
    """`text` as words that no line end parts: hyphens of Word's own, and a joiner after each slash.

    The joiner is U+FEFF, which every font of Word has; U+2060 shows as a box in some.
    """
    tied = text.replace(" ", "\N{NO-BREAK SPACE}").replace("/", "/\N{ZERO WIDTH NO-BREAK SPACE}")
    return "<w:noBreakHyphen/>".join(_words(part) for part in tied.split("-"))


def _words(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""


@dataclass
class Text:
    """Writes runs and paragraphs of one document, and keeps the footnotes and comments they call."""

    document: Document
    style: Callable[[str], str]
    """The style of the file that stands for one of ours."""
    footnotes: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    """For each comment: what it answers, and whether it is settled."""
    _marks: int = 0
    _named_before: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        blocks = self.document.blocks
        self._captioned = {b.anchor for b in blocks if isinstance(b, Table | Figure) and b.anchor}
        # The number of an appendix is that of its heading's list, which says "Appendix B".
        self._counted = {
            b.anchor for b in blocks if isinstance(b, Heading) and b.kind == "appendix" and b.level == 1
        } - {""}
        self._styles: dict[tuple[str, bool, bool], str] = {}

    def paragraph(
        self,
        style: str,
        runs: Runs,
        anchor: str = "",
        *,
        language: str = "",
        comments: tuple[Comment, ...] = (),
        mark: str = "",
    ) -> Para:
        """A paragraph in one of our styles; `language` is that of words in another one than the report's.

        `mark` is what a comment on it will be on.
        """
        said = plain(runs)
        turned = not said.isascii() and is_right_to_left(said)
        content = self.runs(runs, language, turned)
        if anchor:
            content = self.marked(anchor, content)
        if comments:
            content = self._commented(comments, content)
        if mark:
            content = self._named(mark) + content
        return Para(self.style(style), content, right_to_left=turned)

    def marked(self, anchor: str, content: str) -> str:
        """`content` between the ends of a bookmark."""
        self._marks += 1
        start = f'<w:bookmarkStart w:id="{self._marks}" w:name="{bookmark(anchor)}"/>'
        return f'{start}{content}<w:bookmarkEnd w:id="{self._marks}"/>'

    def _named(self, mark: str) -> str:
        """A bookmark that tells what stands behind it; no two of a document may be called the same."""
        self._named_before[mark] += 1
        return self.marked(f"{mark}-{self._named_before[mark]}", "")

    def runs(self, runs: Runs, language: str = "", right_to_left: bool = False) -> str:
        """The XML of `runs`."""
        made = ""
        for given in runs:
            run = self.document.resolve(given) if given.link else given
            if run.label and run.link in self._captioned:
                made += simple_field(
                    f"REF {bookmark(run.link)} \\h", painted_line(run.text), self.style("Hyperlink")
                )
            elif run.label and run.link in self._counted:
                made += simple_field(
                    f"REF {bookmark(run.link)} \\r \\h", painted_line(run.text), self.style("Hyperlink")
                )
            elif run.link:
                inner = self._run(run, language, right_to_left)
                made += f'<w:hyperlink w:anchor="{bookmark(run.link)}" w:history="1">{inner}</w:hyperlink>'
            else:
                made += self._run(run, language, right_to_left)
            if run.footnote:
                made += self._footnote(run.footnote)
        return made

    def _run(self, run: Run, language: str, right_to_left: bool) -> str:
        key = ("Hyperlink" if run.link else "CodeName" if run.code else "", run.bold, run.italic)
        look = self._styles.get(key)
        if look is None:
            look = self._styles[key] = self._look(*key)
        if right_to_left:
            look += "<w:rtl/>"
        if language:
            look += f'<w:lang w:val="{language}"/>'
        text = painted(run.text)
        inner = unbroken(text) if run.unbroken else words(text)
        return f"<w:r><w:rPr>{look}</w:rPr>{inner}</w:r>" if look else f"<w:r>{inner}</w:r>"

    def _look(self, style: str, bold: bool, italic: bool) -> str:
        """What a run looks like: a character style, and what a style that is taken leaves to be said."""
        if not style and bold != italic:
            style = "Strong" if bold else "Emphasis"
        look = f'<w:rStyle w:val="{self.style(style)}"/>' if style else ""
        if bold and style != "Strong":
            look += "<w:b/><w:bCs/>"
        if italic and style != "Emphasis":
            look += "<w:i/><w:iCs/>"
        return look

    def _footnote(self, runs: Runs) -> str:
        number = len(self.footnotes) + 1
        call = f'<w:rPr><w:rStyle w:val="{self.style("FootnoteReference")}"/></w:rPr>'
        self.footnotes.append("")  # its place, should the note itself call one
        content = f"<w:r>{call}<w:footnoteRef/></w:r><w:r>{_words(' ')}</w:r>{self.runs(runs)}"
        paragraph = Para(self.style("FootnoteText"), content).xml()
        self.footnotes[number - 1] = f'<w:footnote w:id="{number}">{paragraph}</w:footnote>'
        return f'<w:r>{call}<w:footnoteReference w:id="{number}"/></w:r>'

    def _commented(self, comments: tuple[Comment, ...], content: str) -> str:
        """`content` as what `comments` are about."""
        starts, ends, asked, named = "", "", 0, ""
        for comment in comments:
            number = FIRST_COMMENT + len(self.comments)
            self.comments.append(self._comment(comment, number))
            self.threads.append(_thread(number, asked if comment.answers else 0, comment.settled))
            asked = asked if comment.answers else number
            look = f'<w:rPr><w:rStyle w:val="{self.style("CommentReference")}"/></w:rPr>'
            if comment.mark and comment.mark != named:
                starts, named = starts + self._named(comment.mark), comment.mark
            starts += f'<w:commentRangeStart w:id="{number}"/>'
            ends += (
                f'<w:commentRangeEnd w:id="{number}"/><w:r>{look}<w:commentReference w:id="{number}"/></w:r>'
            )
        return starts + content + ends

    def _comment(self, comment: Comment, number: int) -> str:
        author = painted_line(comment.author)[:60] or painted_line(self.document.author)[:60] or "-"
        initials = "".join(word[0] for word in author.split())[:4].upper()
        when = _moment(comment.written or self.document.created)
        look = f'<w:rPr><w:rStyle w:val="{self.style("CommentReference")}"/></w:rPr>'
        said = f"<w:r>{look}<w:annotationRef/></w:r>{self.runs((Run(comment.text),))}"
        named = f'<w:p w14:paraId="{number:08X}"'
        paragraph = Para(self.style("CommentText"), said).xml().replace("<w:p", named, 1)
        return (
            f'<w:comment w:id="{number}" w:author={quoteattr(author)} w:date="{when}" w:initials={quoteattr(initials)}>'
            f"{paragraph}</w:comment>"
        )


def _thread(number: int, answered: int, settled: bool) -> str:
    """A comment's place in its thread; comments are named by the ids of their paragraphs."""
    parent = f' w15:paraIdParent="{answered:08X}"' if answered else ""
    return f'<w15:commentEx w15:paraId="{number:08X}"{parent} w15:done="{int(settled)}"/>'


def _moment(when: datetime) -> str:
    return when.replace(tzinfo=None, microsecond=0).isoformat() + "Z"
