"""A short code in each takeout, in the page that opens without a server: whoever can type it has opened the file."""

from uuid import UUID

from portfolio_app.core.secrets import READABLE, keyed_hash

LENGTH = 8


def opening_code(takeout_id: UUID) -> str:
    """The code of a takeout, such as "k7dm-q2vx": it can be worked out again, and by nobody else."""
    mac = keyed_hash("takeout opened", str(takeout_id))
    code = "".join(READABLE[int(mac[4 * place : 4 * place + 4], 16) % len(READABLE)] for place in range(LENGTH))
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"
