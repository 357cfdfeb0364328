"""What a wheel carries beside the package: the finished pages, their `rxconfig.py` and the curriculum."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = {
    ".web/build/client": "portfolio_app/_web/build/client",
    ".web/backend": "portfolio_app/_web/backend",
    "rxconfig.py": "portfolio_app/_runtime/rxconfig.py",
    "curriculum": "portfolio_app/_curriculum",
}


class CarryPages(BuildHookInterface):
    """Adds the finished pages to a wheel; an editable installation finds them in the checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it collects files. Raises `FileNotFoundError` when the pages are not made."""
        if version == "editable":
            return
        root = Path(self.root)
        if not (root / ".web/build/client/404.html").is_file():
            raise FileNotFoundError("The pages are not made yet: use `make wheel`.")
        build_data["force_include"].update(
            {str(root / source): target for source, target in CARRIED.items() if (root / source).exists()}
        )
