"""What sharing holds about a person: who may see what of theirs, who did, and what others wrote to them."""

from portfolio_app.accounts.models import Person
from portfolio_app.core.languages import N_
from portfolio_app.core.personal import OPENS_DOORS, Mentioned, Named, Owned, Then, register
from portfolio_app.sharing.models import (
    Access,
    Audience,
    Comment,
    Grant,
    Kind,
    LinkLook,
    Phrase,
    ShareLink,
    ShownName,
    Talk,
)

register(
    Owned(
        Grant,
        "grants",
        label=N_("What you shared"),
        through="owner_id",
        named=(Named("audience_id", "with", Person), Named("granted_by", "by", Person)),
        choices={"audience": Audience, "kind": Kind},
        imported=False,
    ),
    Mentioned(Grant, "audience_id"),
    Owned(
        ShareLink,
        "links",
        through="grant_id",
        left_out={"key_hash": OPENS_DOORS, "code_hash": OPENS_DOORS},
        made_anew=("request",),
        choices={"shown_name": ShownName},
        imported=False,
    ),
    Owned(LinkLook, "link_looks", through="link_id", imported=False),
    Mentioned(Grant, "granted_by"),
    Owned(
        Access,
        "accesses",
        label=N_("The list of who saw what"),
        through="owner_id",
        named=(Named("viewer_id", "viewer", Person),),
        imported=False,
    ),
    Mentioned(Access, "viewer_id"),
    Owned(
        Comment,
        "comments",
        label=N_("What others wrote to you"),
        through="owner_id",
        named=(Named("author_id", "author", Person, text="author_name"),),
        rests="deleted_at",
        made_anew=("request",),
        stamped="brought_at",
        choices={"kind": Kind},
    ),
    Mentioned(Comment, "author_id", name="comments_on_others", label=N_("What you wrote to others")),
    Owned(
        Talk,
        "talks",
        label=N_("Notes about talks with you"),
        named=(Named("adult_id", "adult", Person, text="adult_name"),),
        rests="deleted_at",
        made_anew=("request",),
        stamped="brought_at",
    ),
    Mentioned(Talk, "adult_id", Then.NAMELESS),
    Owned(Phrase, "phrases", label=N_("Your own phrases"), rests="deleted_at", made_anew=("request",)),
)
