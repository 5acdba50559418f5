"""Small PDFs of the tests' own: lines of text at their places, and pages that hold nothing but a picture."""

from collections.abc import Sequence

_PICTURE = b"q 200 0 0 200 50 400 cm /Im0 Do Q"


def pdf(pages: Sequence[Sequence[str] | bytes | None], title: str | None = None, extra: bytes = b"") -> bytes:
    """Make a PDF; None stands for a scanned page, bytes are drawn as they are."""
    kids = " ".join(f"{6 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        b"/Length 1 >>\nstream\nx\nendstream",
        b"<< /CreationDate (D:20260310093000Z) " + _titled(title) + b">>",
    ]
    for at, lines in enumerate(pages):
        content = lines if isinstance(lines, bytes) else _PICTURE if lines is None else _shown(lines)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 800] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> /XObject << /Im0 4 0 R >> >> %b>>" % (7 + 2 * at, extra)
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content))
    return _written(objects)


def _titled(title: str | None) -> bytes:
    return b"" if title is None else b"/Title (%b) " % title.encode("cp1252")


def _shown(lines: Sequence[str]) -> bytes:
    drawn = [b"BT /F1 10 Tf 12 TL 50 750 Td"]
    for line in lines:
        escaped = line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        drawn.append(b"(%b) Tj T*" % escaped)
    return b"\n".join([*drawn, b"ET"])


def _written(objects: Sequence[bytes]) -> bytes:
    made, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"trailer << /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + end
