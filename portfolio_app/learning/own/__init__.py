"""Modules that a school makes its own: brought along in a ZIP, or copied from another module and changed."""
