"""QR codes of addresses, to print."""

import io

import segno


def qr_code(address: str, *, sized: bool = True) -> bytes:
    """The QR code as SVG, with the four modules of quiet around it that readers need (ISO/IEC 18004); unless `sized`,
    it takes the size of where it is put."""
    picture = io.BytesIO()
    code = segno.make(address, micro=False, error="m")
    code.save(picture, kind="svg", border=4, xmldecl=False, omitsize=not sized)
    return picture.getvalue()
