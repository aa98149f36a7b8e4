"""Small files of the formats that are read, made by hand for the tests."""

import io
import zipfile
from collections.abc import Iterable

TITLE = "Завод открыл цех"
BODY = (
    "Завод «Рассвет» открыл новый цех в посёлке Кедровом. В нём работают 45 человек, из них "
    "12 инженеров, сообщила пресс-служба предприятия."
)
QUOTE = "«Мы рады, что успели к сроку», — сказал директор завода Иван Петров на открытии цеха."


def zipped(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of the files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def pdf(pages: Iterable[list[str]]) -> bytes:
    """A PDF file with a text layer: each line of each page at its place, Cyrillic and all.

    The font is a name without glyphs; its ToUnicode map is what a reader of text goes by.
    """
    texts = [list(page) for page in pages]
    letters = sorted({letter for page in texts for line in page for letter in line})
    codes = {letter: code for code, letter in enumerate(letters, start=1)}
    chars = "\n".join(f"<{codes[one]:04X}> <{ord(one):04X}>" for one in letters)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{chars}\nendbfchar\nendcmap end end"
    )
    objects: list[bytes] = [b"", b"", b"", b"", b"", b""]
    kids: list[int] = []
    for page in texts:
        shown = "\n".join(
            f"1 0 0 1 50 {800 - 14 * row} Tm <{''.join(f'{codes[one]:04X}' for one in line)}> Tj"
            for row, line in enumerate(page)
            if line
        )
        objects.append(_stream(f"BT /F1 11 Tf {shown} ET"))
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode()
    objects[2] = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Test /Encoding /Identity-H "
        b"/DescendantFonts [4 0 R] /ToUnicode 6 0 R >>"
    )
    objects[3] = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Test /DW 500 /FontDescriptor 5 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    objects[4] = (
        b"<< /Type /FontDescriptor /FontName /Test /Flags 4 /ItalicAngle 0 /Ascent 800 "
        b"/Descent -200 /CapHeight 700 /StemV 80 /FontBBox [0 0 1000 1000] >>"
    )
    objects[5] = _stream(cmap)
    return _file(objects)


def _stream(content: str) -> bytes:
    data = content.encode("ascii")
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def _file(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places: list[int] = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def html(body: str, head: str = "") -> str:
    """A web page with a menu and a footer around its article."""
    return (
        f"<!doctype html><html lang='ru'><head><title>{TITLE} — Новости</title>"
        f"<meta property='og:title' content='{TITLE}'>{head}</head><body>"
        "<nav><a href='/'>Главная</a> <a href='/news'>Все новости</a></nav>"
        f"<article><h1>{TITLE}</h1>{body}</article>"
        "<footer>© 2024 Все права защищены</footer></body></html>"
    )


RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Новости завода</title>
<item><title>{TITLE}</title><link>https://zavod.example/1</link>
<pubDate>Sun, 12 May 2024 10:00:00 +0300</pubDate><dc:creator>Пресс-служба</dc:creator>
<description>Коротко о цехе.</description>
<content:encoded><![CDATA[<p>{BODY}</p><ul><li>трубы;</li><li>балки.</li></ul>]]></content:encoded>
</item>
<item><title>Второй цех откроют весной, сообщил директор завода</title></item>
</channel></rss>"""

ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Новости</title>
<entry><title>{TITLE}</title><updated>2024-05-12T10:00:00Z</updated>
<author><name>Пресс-служба</name></author><link href="https://zavod.example/1"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{BODY}</p></div></content>
</entry></feed>"""
