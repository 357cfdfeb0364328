"""Every setting, typed, read once: environment variables `PORTFOLIO_…`, then `portfolio.toml`, then these defaults."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

SHIPPED_LANGUAGES = ("en", "fi", "nb", "nl")
DEMO_ACCOUNTS_BY = "Aurajokilaakson sivistystoimi, polku@aurajokilaakso.example"
"""Who is responsible for accounts after school in the demo, which keeps them unless told otherwise."""


class Settings(BaseSettings):
    """What an operator can set. Paths are made absolute against the working directory."""

    model_config = SettingsConfigDict(env_prefix="PORTFOLIO_", toml_file="portfolio.toml", extra="ignore", frozen=True)

    data_dir: Path = Path("var")
    database_url: str = ""
    media_url: str = ""
    public_url: str = ""
    mail_url: str = Field(default="", repr=False)  # holds a password
    """`smtp://`, `starttls://` or `smtps://user:password@host:port`; no mail at all unless set."""
    mail_from: str = Field(default="", validate_default=True)
    """Whom mail is from: an address, or `Polku <polku@example.org>`."""
    secret_file: Path | None = None
    curriculum_dir: Path | None = None
    """A folder of lessons in place of those that come with the app; `curriculum/README.md` tells what stands in it."""
    working_hours_dir: Path | None = None
    """A folder with corrected rules for working hours, a file a country, as `docs/working-hours.md` tells."""
    languages: Annotated[tuple[str, ...], NoDecode] = SHIPPED_LANGUAGES
    time_zone: str = ""
    """An IANA name such as Europe/Berlin, for readers whose country has several zones; the server's own unless set."""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    allow_http: bool = False
    trusted_proxy_hops: int = Field(default=0, ge=0, le=4)
    demo: bool = False
    demo_public: bool = False
    first_view: bool = True
    first_view_seconds: float = Field(default=0.3, gt=0)

    session_idle_minutes: int = Field(default=30, ge=1)
    own_device_days: int = Field(default=14, ge=1)
    code_minutes: int = Field(default=15, ge=1)
    upload_bytes: int = Field(default=20_000_000, ge=1024)
    quota_bytes: int = Field(default=250_000_000, ge=1024)
    takeout_bytes: int = Field(default=4_000_000_000, ge=1024)
    """How large a takeout may be that somebody brings back."""
    deleted_days: int = Field(default=30, ge=1)
    dormant_days: int = Field(default=730, ge=90)
    """After how long without a sign-in an account without a role at any school is dormant, and its owner is told."""
    personal_accounts: bool = False
    """Whether accounts are kept for people who have left school: they become their own."""
    personal_accounts_by: str = Field(default="", max_length=300)
    """Who is responsible for those: a name and how to reach them, as their owners read it."""
    leavers_days: int = Field(default=180, ge=120)
    """Where none are kept, how long somebody who has left school can still sign in, to take out or delete."""

    @field_validator("data_dir", "secret_file", "curriculum_dir", "working_hours_dir")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return value.expanduser().absolute() if value else value

    @field_validator("languages", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if value and value not in available_timezones():
            raise ValueError("TIME_ZONE is a name such as Europe/Helsinki")
        return value

    @field_validator("public_url")
    @classmethod
    def _origin(cls, value: str) -> str:
        if not value:
            return value
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
            raise ValueError("PUBLIC_URL is an origin such as https://polku.example.org, without a path")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("mail_url")
    @classmethod
    def _mail_server(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("smtp", "starttls", "smtps") or not parts.hostname or parts.path.strip("/")):
            raise ValueError("MAIL_URL is an address such as starttls://user:password@mail.example.org:587")
        return value

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, value: str, read: ValidationInfo) -> str:
        if read.data.get("mail_url") and not value:
            raise ValueError("MAIL_URL needs MAIL_FROM, the address that mail is from")
        if value and not re.fullmatch(r"[^@<>]+@[^@<>\s]+|[^<>\r\n]*<[^@<>]+@[^@<>\s]+>", value):
            raise ValueError("MAIL_FROM is an address such as polku@example.org, or Polku <polku@example.org>")
        return value

    @property
    def keeps_personal_accounts(self) -> bool:
        """Whether accounts are kept after school: only where it is said who is responsible for them."""
        return self.personal_accounts and bool(self.personal_accounts_by.strip())

    @property
    def links_begin(self) -> str:
        """How addresses of this instance begin in what is read elsewhere, such as a mail."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def database(self) -> str:
        """The SQLAlchemy URL with its async driver; a SQLite file in `data_dir` unless set."""
        url = self.database_url or f"sqlite:///{self.data_dir / 'polku.db'}"
        for plain, driven in (("sqlite://", "sqlite+aiosqlite://"), ("postgresql://", "postgresql+asyncpg://")):
            if url.startswith(plain):
                return driven + url.removeprefix(plain)
        return url

    @property
    def media(self) -> str:
        """Where media lie: a `file://` folder in `data_dir` unless set, or an S3-compatible `s3://` URL."""
        return self.media_url or f"file://{self.data_dir / 'media'}"

    @property
    def secrets_path(self) -> Path:
        """The file with the instance's secret key."""
        return self.secret_file or self.data_dir / "secret.key"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read at the first call."""
    return Settings()
