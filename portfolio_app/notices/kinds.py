"""What people are told of.

To tell of one thing more, add a kind here and call `actions.notify` where it happens; what it is about must be known to
`about.py`.

Sentences are msgids, put together when somebody reads them: in their language, and with a title only while they may see
that thing. `{name}` is whoever did it, `{title}` the thing.
"""

from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_


class Way(StrEnum):
    """How a kind reaches somebody who has a confirmed address. In the app everything is told in any case."""

    OFF = "off"
    DIGEST = "digest"
    AT_ONCE = "at_once"


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice."""

    code: str
    label: str
    """What it is called where people choose about mail."""
    sentence: str
    gone: str
    """What is said once the reader may no longer see the thing, or it is gone: names no title."""
    way: Way = Way.DIGEST
    """How it is mailed as long as the reader has not chosen."""
    roles: frozenset[Role] = frozenset()
    """Whom it can come to; without any, everybody."""


COMMENTED = NoticeKind(
    "commented",
    N_("Somebody comments on something of mine"),
    N_("{name} wrote a comment on “{title}”."),
    N_("{name} wrote a comment on something that is no longer here."),
    roles=frozenset({Role.PUPIL}),
)
SHARED_WITH_YOU = NoticeKind(
    "shared_with_you",
    N_("A pupil lets me see something"),
    N_("{name} lets you see “{title}”."),
    N_("{name} let you see something that you can no longer open."),
    roles=frozenset({Role.TEACHER, Role.COUNSELLOR}),
)
VOICE_ASKED = NoticeKind(
    "voice_asked",
    N_("A pupil asks how I see their skills"),
    N_("{name} asks how you see them in “{title}”."),
    N_("{name} asked how you see their skills, and does not ask any more."),
)
VOICE_GIVEN = NoticeKind(
    "voice_given",
    N_("Somebody says how they see my skills"),
    N_("{name} said how they see you in “{title}”."),
    N_("{name} said how they see one of your skills."),
    roles=frozenset({Role.PUPIL}),
)
VOICE_FROM_OUTSIDE = NoticeKind(
    "voice_from_outside",
    N_("Somebody outside school answers my link"),
    N_("Somebody outside school answered your link: how they see you in “{title}”."),
    N_("Somebody outside school answered your link."),
    roles=frozenset({Role.PUPIL}),
)
VOICE_REPORTED = NoticeKind(
    "voice_reported",
    N_("A pupil reports what was said about them"),
    N_("{name} does not feel right about what somebody said about their skills. Please talk with them."),
    N_("{name} does not feel right about what somebody said about their skills. Please talk with them."),
    Way.AT_ONCE,
)
TALKED = NoticeKind(
    "talked",
    N_("An adult of my school notes that we talked"),
    N_("{name} noted that you talked on {title}."),
    N_("{name} noted that you talked."),
    roles=frozenset({Role.PUPIL}),
)
SUPPORT_TOLD = NoticeKind(
    "support_told",
    N_("A pupil tells me what support they need"),
    N_("{name} told you where they stand and what support would help."),
    N_("{name} told you something about support that you can no longer open."),
    Way.AT_ONCE,
    frozenset({Role.TEACHER, Role.COUNSELLOR}),
)
CODE_USED = NoticeKind(
    "code_used",
    N_("A one-time code or card is used to sign in as me"),
    N_("A one-time code or card that {name} made was used to sign in to your account."),
    N_("A one-time code or card that {name} made was used to sign in to your account."),
    Way.AT_ONCE,
)
NEW_DEVICE = NoticeKind(
    "new_device",
    N_("Somebody signs in as me with a browser I have not used before"),
    N_("Your account was signed in to with a browser you have not used before: {title}."),
    N_("Your account was signed in to with a browser you have not used before."),
    Way.AT_ONCE,
)
REVIEW_DUE = NoticeKind(
    "review_due",
    N_("The day has come to look at a goal of mine again"),
    N_("You wanted to look at your goal “{title}” again today."),
    N_("You wanted to look at a goal again that is no longer here."),
    roles=frozenset({Role.PUPIL}),
)

KINDS: dict[str, NoticeKind] = {
    kind.code: kind
    for kind in (
        COMMENTED,
        SHARED_WITH_YOU,
        VOICE_ASKED,
        VOICE_GIVEN,
        VOICE_FROM_OUTSIDE,
        VOICE_REPORTED,
        TALKED,
        SUPPORT_TOLD,
        CODE_USED,
        NEW_DEVICE,
        REVIEW_DUE,
    )
}
"""All of them, in the order in which people choose about them."""
