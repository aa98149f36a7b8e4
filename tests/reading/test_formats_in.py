"""Each file format gives the text of the release in it, with what the file says about it."""

import io
import zipfile
from email.message import EmailMessage

import pytest

from pipeline.errors import InputError
from pipeline.reading import archive, docx, feed, mail, markup
from pipeline.reading import html as pages
from pipeline.reading import pdf as pdfs
from pipeline.reading.release import Release
from pipeline.reading.signatures import suffix_of_bytes
from tests.reading.builders import ATOM, BODY, QUOTE, RSS, TITLE, html, pdf, zipped


def only(releases: object) -> Release:
    (release,) = list(releases)  # type: ignore[call-overload]
    assert isinstance(release, Release)
    return release


class TestPages:
    head = '<meta property="article:published_time" content="2024-05-12T10:00:00+03:00">'
    page = html(f"<p>{BODY}</p><p>Цех выпустит:</p><ul><li>трубы;</li></ul><p>{QUOTE}</p>", head)

    def test_the_article_is_found_and_the_rest_left_out(self) -> None:
        release = only(pages.read_html(self.page.encode("utf-8"), "a.html"))
        assert release.text.startswith(TITLE)
        assert release.text.count(TITLE) == 1
        assert BODY in release.text
        assert "- трубы;" in release.text
        assert "Главная" not in release.text
        assert "защищены" not in release.text
        assert release.metadata["title"] == TITLE
        assert release.metadata["date"] == "2024-05-12"
        assert release.media_type == "text/html"

    @pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-8", "utf-16"])
    def test_encodings(self, encoding: str) -> None:
        page = self.page.replace("—", "-")
        release = only(pages.read_html(page.encode(encoding, "ignore"), "a.html"))
        assert "12 инженеров" in release.text
        assert release.encoding == encoding

    def test_a_page_without_an_article_gives_all_its_text(self) -> None:
        release = only(pages.read_html(f"<p>{TITLE}".encode(), "a.html"))
        assert release.text == TITLE

    def test_an_author_named_in_the_head(self) -> None:
        page = html(f"<p>{BODY}</p><p>{QUOTE}</p>", '<meta name="author" content="Отдел новостей">')
        release = only(pages.read_html(page.encode(), "a.html"))
        assert release.metadata["author"] == "Отдел новостей"

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"just text", "holds no HTML"),
            (b"<html><body><script>x()</script></body></html>", "holds no text"),
            (b"%PDF-1.7", "is a PDF file"),
        ],
    )
    def test_refused(self, data: bytes, message: str) -> None:
        with pytest.raises(InputError, match=message):
            list(pages.read_html(data, "a.html"))


class TestMarkup:
    @pytest.mark.parametrize(
        ("fragment", "text"),
        [
            ("<p>а</p><p>б</p>", "а\nб"),
            ("а<br>б", "а\nб"),
            ("<ul><li>а<li>б</ul>", "• а\n• б"),
            ("<table><tr><td>а<td>б</table>", "а | б"),
            ("<b>а</b> <i>б</i>", "а б"),
            ("а<script>x</script>б<style>y</style>", "аб"),
            ("&laquo;а&raquo; &amp; &#1073;", "«а» & б"),
            ("", ""),
            ("<!-- а -->", ""),
        ],
    )
    def test_text(self, fragment: str, text: str) -> None:
        assert markup.html_to_text(fragment) == text

    def test_deep_nesting_is_cut_and_does_no_harm(self) -> None:
        assert markup.html_to_text("<div>" * 5000 + "а" + "</div>" * 5000) in {"", "а"}


def word(fill: object) -> bytes:
    from docx import Document

    document = Document()
    fill(document)  # type: ignore[operator]
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


class TestWord:
    def test_headings_lists_and_tables(self) -> None:
        def fill(document: object) -> None:
            document.add_heading(TITLE, 0)  # type: ignore[attr-defined]
            document.add_paragraph(BODY)  # type: ignore[attr-defined]
            document.add_paragraph("трубы;", style="List Bullet")  # type: ignore[attr-defined]
            document.add_paragraph("Цех.", style="List Number")  # type: ignore[attr-defined]
            document.add_paragraph("Склад.", style="List Number")  # type: ignore[attr-defined]
            table = document.add_table(2, 2)  # type: ignore[attr-defined]
            for row, cells in enumerate([("Год", "Объём"), ("2024", "15")]):
                for column, text in enumerate(cells):
                    table.cell(row, column).text = text
            document.core_properties.title = TITLE  # type: ignore[attr-defined]
            document.core_properties.author = "python-docx"  # type: ignore[attr-defined]

        release = only(docx.read_docx(word(fill), "a.docx"))
        assert release.text.split("\n\n") == [
            TITLE,
            BODY,
            "• трубы;",
            "1. Цех.",
            "2. Склад.",
            "Год | Объём",
            "2024 | 15",
        ]
        assert release.metadata == {"title": TITLE}

    def test_a_frame_around_text_is_no_table(self) -> None:
        def fill(document: object) -> None:
            document.add_table(1, 1).cell(0, 0).text = BODY  # type: ignore[attr-defined]

        assert only(docx.read_docx(word(fill), "a.docx")).text == BODY

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"no zip", "is a damaged Word document"),
            (b"\xd0\xcf\x11\xe0rest", "is an old or a protected Word document"),
            (zipped({"a.txt": b"x"}), "is a damaged Word document"),
            (word(lambda _: None), "holds no text"),
            (zipped({"word/document.xml": b"0" * 60_000_000}), "would unpack to"),
        ],
    )
    def test_refused(self, data: bytes, message: str) -> None:
        with pytest.raises(InputError, match=message):
            list(docx.read_docx(data, "a.docx"))


class TestPdf:
    def test_running_heads_and_page_numbers_go_and_paragraphs_go_on(self) -> None:
        data = pdf(
            [
                ["Завод «Рассвет» · Пресс-релиз", TITLE, "Завод открыл новый цех, в ко-", "1"],
                ["Завод «Рассвет» · Пресс-релиз", "тором работают 45 человек.", "Все рады.", "2"],
            ]
        )
        release = only(pdfs.read_pdf(data, "a.pdf"))
        assert release.text == (
            f"{TITLE}\nЗавод открыл новый цех, в ко-\nтором работают 45 человек.\nВсе рады."
        )

    def test_a_title_over_several_lines_is_one(self) -> None:
        long = "Завод открыл новый цех, в котором работают сорок пять человек и ещё двое"
        data = pdf(
            [["«Алтайское волокно»", "запустило в Барнауле", "вторую линию", "", long, long]]
        )
        text = only(pdfs.read_pdf(data, "a.pdf")).text
        assert text.startswith("«Алтайское волокно» запустило в Барнауле вторую линию\n")

    def test_a_line_that_only_one_page_has_stays(self) -> None:
        data = pdf([[TITLE, "Первая строка."], ["Вторая строка.", "Третья строка."]])
        assert only(pdfs.read_pdf(data, "a.pdf")).text.count("строка") == 3

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"no pdf", "is no PDF file"),
            (b"%PDF-1.7\nrubbish", "is a damaged PDF file"),
            (pdf([[""]]), r"has no text layer \(a scan\).*OCR"),
            (pdf([["а"]] * (pdfs.MOST_PAGES + 1)), "has more than 300 pages"),
        ],
    )
    def test_refused(self, data: bytes, message: str) -> None:
        with pytest.raises(InputError, match=message):
            list(pdfs.read_pdf(data, "a.pdf"))

    def test_a_protected_file_is_refused(self) -> None:
        import pypdf

        writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([["а"]])))
        writer.encrypt("secret", algorithm="RC4-128")
        buffer = io.BytesIO()
        writer.write(buffer)
        with pytest.raises(InputError, match="is protected with a password"):
            list(pdfs.read_pdf(buffer.getvalue(), "a.pdf"))


def message(body: str, subtype: str = "plain", charset: str = "utf-8") -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = TITLE
    made["From"] = "Пресс-служба <press@zavod.example>"
    made["Date"] = "Sun, 12 May 2024 10:00:00 +0300"
    made.set_content(body, subtype=subtype, charset=charset)
    return made


class TestMail:
    @pytest.mark.parametrize("charset", ["utf-8", "koi8-r", "windows-1251"])
    def test_a_plain_message(self, charset: str) -> None:
        body = BODY.replace("«", '"').replace("»", '"')
        release = only(mail.read_mail(message(body, charset=charset).as_bytes(), "a.eml"))
        assert release.text == f"{TITLE}\n\n{body}"
        assert release.metadata == {
            "title": TITLE,
            "author": "Пресс-служба <press@zavod.example>",
            "date": "2024-05-12",
        }

    def test_of_two_versions_the_plain_one_is_taken(self) -> None:
        made = message(BODY)
        made.add_alternative("<p>Другое</p>", subtype="html")
        assert BODY in only(mail.read_mail(made.as_bytes(), "a.eml")).text

    def test_a_message_in_html(self) -> None:
        made = message(f"<p>{BODY}</p><ul><li>трубы</li></ul>", "html")
        assert "• трубы" in only(mail.read_mail(made.as_bytes(), "a.eml")).text

    def test_attached_releases_are_documents_of_their_own(self) -> None:
        made = message(BODY)
        made.add_attachment(QUOTE.encode("cp1251"), "text", "plain", filename="Релиз.txt")
        made.add_attachment(b"\x89PNG", "image", "png", filename="photo.png")
        made.add_attachment(b"broken", "application", "pdf", filename="скан.pdf")
        first, second, third = mail.read_mail(made.as_bytes(), "a.eml")
        assert BODY in first.text
        assert (second.part, second.text) == ("1-Релиз.txt", QUOTE)
        assert "a.eml#2-скан.pdf: is no PDF file" in str(third.error)

    @pytest.mark.parametrize(
        ("data", "error"), [(b"", "is no e-mail"), (b"Subject: x\n\n ", "holds no text")]
    )
    def test_refused(self, data: bytes, error: str) -> None:
        with pytest.raises(InputError, match=error):
            list(mail.read_mail(data, "a.eml"))


class TestFeeds:
    def test_rss(self) -> None:
        first, second = feed.read_feed(RSS.encode("utf-8"), "a.rss")
        assert first.text == f"{TITLE}\n\n{BODY}\n• трубы;\n• балки."
        assert first.metadata == {
            "title": TITLE,
            "date": "2024-05-12",
            "author": "Пресс-служба",
            "url": "https://zavod.example/1",
        }
        assert (first.part, second.part) == ("1", "2")
        assert second.text == "Второй цех откроют весной, сообщил директор завода"

    def test_atom_with_xhtml(self) -> None:
        release = only(feed.read_feed(ATOM.encode("utf-8"), "a.atom"))
        assert release.text == f"{TITLE}\n\n{BODY}"
        assert release.metadata["date"] == "2024-05-12"
        assert release.metadata["url"] == "https://zavod.example/1"

    def test_an_entry_without_text_is_an_error_of_its_own(self) -> None:
        data = b"<rss><channel><item/><item><title>x</title></item></channel></rss>"
        first, second = feed.read_feed(data, "a.rss")
        assert "a.rss#1: holds no text" in str(first.error)
        assert second.error is None

    def test_entities_are_not_expanded(self) -> None:
        bomb = b'<!DOCTYPE r [<!ENTITY a "&#x430;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        data = bomb + b"<rss><item><title>x&a;&f;</title></item></rss>"
        assert only(feed.read_feed(data, "a.rss")).text == "x&a;&f;"

    @pytest.mark.parametrize("data", [b"", b"<rss>", b"<a/>", b"\0\0", "<rss>а</rss>".encode()])
    def test_refused(self, data: bytes) -> None:
        with pytest.raises(InputError, match=r"a\.rss: is no "):
            list(feed.read_feed(data, "a.rss"))


class TestArchives:
    def test_members_in_the_order_of_their_names(self) -> None:
        data = zipped(
            {
                "b/Второй.txt": QUOTE.encode("cp1251"),
                "a.txt": BODY.encode("utf-8"),
                "__MACOSX/x.txt": b"x",
                ".hidden": b"x",
            }
        )
        first, second = archive.read_archive(data, "a.zip")
        assert (first.part, first.text, first.encoding) == ("a.txt", BODY, "utf-8")
        assert (second.part, second.text, second.encoding) == ("b/Второй.txt", QUOTE, "cp1251")

    def test_what_cannot_be_read_is_an_error_of_its_own(self) -> None:
        data = zipped(
            {
                "../../etc/x.txt": BODY.encode(),
                "/abs.txt": BODY.encode(),
                "c:/x.txt": BODY.encode(),
                "in.zip": zipped({"a.txt": b"x"}),
                "photo.png": b"\x89PNG",
                "empty.txt": b"",
                "ok.txt": BODY.encode(),
            }
        )
        errors = {one.part: str(one.error or "") for one in archive.read_archive(data, "a.zip")}
        assert "leads out of the archive" in errors["../../etc/x.txt"]
        assert "leads out of the archive" in errors["/abs.txt"]
        assert "leads out of the archive" in errors["c:/x.txt"]
        assert "is an archive in an archive" in errors["in.zip"]
        assert "'.png' are not read" in errors["photo.png"]
        assert "is empty" in errors["empty.txt"]
        assert errors["ok.txt"] == ""

    def test_names_written_by_russian_windows(self) -> None:
        data = zipped({"X.txt": BODY.encode()})
        name = "Р".encode("cp866")
        raw = data.replace(b"X.txt", name + b".txt")
        assert only(archive.read_archive(raw, "a.zip")).part == "Р.txt"

    def test_of_members_with_one_name_the_first_is_read(self) -> None:
        data = zipped({"a.txt": BODY.encode(), "b.txt": QUOTE.encode()}).replace(b"b.txt", b"a.txt")
        assert only(archive.read_archive(data, "a.zip")).text == BODY

    @pytest.mark.parametrize("name", ["", "."])
    def test_a_name_that_names_nothing(self, name: str) -> None:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as file:
            file.writestr("a.txt", BODY)
            file.filelist[0].filename = name
        (only_one,) = archive.read_archive(buffer.getvalue(), "a.zip")
        assert "leads out of the archive" in str(only_one.error)

    def test_a_member_that_is_encrypted(self) -> None:
        data = bytearray(zipped({"a.txt": BODY.encode()}))
        for mark in (b"PK\x03\x04", b"PK\x01\x02"):
            at = data.index(mark) + (6 if mark == b"PK\x03\x04" else 8)
            data[at] |= 1
        assert "is encrypted" in str(only(archive.read_archive(bytes(data), "a.zip")).error)

    @pytest.mark.parametrize(
        ("data", "error"),
        [
            (b"no zip", "is a damaged ZIP archive"),
            (zipped({}), "holds no files"),
            (zipped({"a.txt": b"0" * 100_000_000}), "would unpack to 95 MB"),
            (zipped({f"{n}.txt": b"" for n in range(2001)}), "holds more than 2000 files"),
            (zipped({"a.txt": BODY.encode()})[:-30], "is a damaged ZIP archive"),
        ],
    )
    def test_refused(self, data: bytes, error: str) -> None:
        with pytest.raises(InputError, match=error):
            list(archive.read_archive(data, "a.zip"))

    def test_a_size_that_is_false_is_noticed_while_unpacking(self) -> None:
        data = bytearray(zipped({"a.txt": b"0" * 30_000_000}))
        at = data.index(b"PK\x01\x02") + 24
        data[at : at + 4] = (100).to_bytes(4, "little")
        release = only(archive.read_archive(bytes(data), "a.zip"))
        assert release.error is not None or len(release.text) <= 100


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (pdf([["а"]]), ".pdf"),
        (word(lambda one: one.add_paragraph("а")), ".docx"),
        (zipped({"a.txt": b"x"}), ".zip"),
        (html("x").encode(), ".html"),
        (RSS.encode(), ".xml"),
        (b"Mime-Version: 1.0\nSubject: x\n\nx", ".eml"),
        (b"From: a@b.example\nSubject: x\n\nx", ".eml"),
        (BODY.encode("cp1251"), ".txt"),
        (b"", ".txt"),
    ],
)
def test_a_file_without_a_name_is_known_by_its_bytes(data: bytes, suffix: str) -> None:
    assert suffix_of_bytes(data) == suffix
