"""What tests of the first view stand on."""

from tests.served import served, shared_server

__all__ = ["served", "shared_server"]
