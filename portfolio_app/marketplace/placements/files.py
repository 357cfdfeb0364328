"""Where agreements are found as files: in the language being spoken, beside each other one."""

from portfolio_app.accounts.queries import Option
from portfolio_app.core.languages import NAMES, languages, spoken


def papers_of(placement: str = "") -> tuple[Option, ...]:
    """Addresses of an agreement as a PDF, each with its two languages; of an empty one where no placement is named."""
    query = f"&id={placement}" if placement else ""
    return tuple(
        Option(f"/documents/agreement.pdf?language={spoken()}&other={one}{query}", f"{NAMES[spoken()]} + {NAMES[one]}")
        for one in languages()
        if one != spoken()
    )
