"""QR codes of addresses, to print."""

import io

import segno


def qr_code(address: str) -> bytes:
    """The QR code as SVG, with the four modules of quiet around it that readers need (ISO/IEC 18004)."""
    picture = io.BytesIO()
    segno.make(address, micro=False, error="m").save(picture, kind="svg", border=4, xmldecl=False)
    return picture.getvalue()
