"""`portfolio create-admin`: the first way into an instance."""

import asyncio

import typer

from portfolio_app.accounts.registering import create_admin
from portfolio_app.core.database import close_database
from portfolio_app.core.languages import format_moment
from portfolio_app.settings import settings


def create_admin_command(name: str, username: str) -> None:
    """Make an admin and print the one-time link. Raises `Invalid`, `UsernameTaken`."""

    async def make() -> tuple[str, str]:
        try:
            made = await create_admin(name, username)
        finally:
            await close_database()
        return made.secret, format_moment(made.expires_at)

    key, until = asyncio.run(make())
    typer.echo(f"Open this link once, before {until}, and choose a passphrase:")
    typer.echo(welcome_link(key))


def welcome_link(key: str) -> str:
    """The address that opens with a link's key, on this instance."""
    chosen = settings()
    return f"{chosen.public_url or f'http://localhost:{chosen.port}'}/welcome?key={key}"
