"""What people are told of.

To tell of one thing more, add a kind here and call `actions.notify` where it happens; what it is about must be known to
`about.py`.

Sentences are msgids, put together when somebody reads them: in their language, and with a title only while they may see
that thing. `{name}` is whoever did it, `{title}` the thing.
"""

from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.accounts.models import OWNERS, Role
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
    roles=frozenset(OWNERS),
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
    roles=frozenset(OWNERS),
)
VOICE_FROM_OUTSIDE = NoticeKind(
    "voice_from_outside",
    N_("Somebody outside school answers my link"),
    N_("Somebody outside school answered your link: how they see you in “{title}”."),
    N_("Somebody outside school answered your link."),
    roles=frozenset(OWNERS),
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
    roles=frozenset(OWNERS),
)
SUPPORT_TOLD = NoticeKind(
    "support_told",
    N_("A pupil tells me what support they need"),
    N_("{name} told you where they stand and what support would help."),
    N_("{name} told you something about support that you can no longer open."),
    Way.AT_ONCE,
    frozenset({Role.TEACHER, Role.COUNSELLOR}),
)
CREDENTIAL_OFFERED = NoticeKind(
    "credential_offered",
    N_("My school offers me a credential"),
    N_("{name} offers you the credential “{title}”. Accept or decline it."),
    N_("{name} offered you a credential, and took that back."),
    roles=frozenset(OWNERS),
)
CREDENTIAL_ACCEPTED = NoticeKind(
    "credential_accepted",
    N_("A pupil accepts a credential I offered"),
    N_("{name} accepted the credential “{title}”."),
    N_("{name} accepted a credential that you offered."),
    roles=frozenset({Role.TEACHER}),
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
BOOK_USED = NoticeKind(
    "book_used",
    N_("A code of my code book is used to sign in as me"),
    N_("A code of your code book was used to sign in to your account, with this browser: {title}."),
    N_("A code of your code book was used to sign in to your account."),
    Way.AT_ONCE,
)
WAY_ADDED = NoticeKind(
    "way_added",
    N_("A way to sign in is added to my account"),
    N_("A way to sign in was added to your account: {title}. If it was not you, remove it and change your passphrase."),
    N_("A way to sign in was added to your account. If it was not you, change your passphrase."),
    Way.AT_ONCE,
)
SLEEPING = NoticeKind(
    "sleeping",
    N_("I have not signed in for years"),
    N_("You have not signed in for long. Sign in before {title}, or your account is archived and later deleted."),
    N_("You have not signed in for long. Sign in to keep your account."),
    Way.AT_ONCE,
)
LEAVING = NoticeKind(
    "leaving",
    N_("The day comes on which I leave school"),
    N_("You leave school on {title}. See what you can do so that everything stays yours."),
    N_("You leave school. See what you can do so that everything stays yours."),
    Way.AT_ONCE,
    frozenset({Role.PUPIL}),
)
GOING = NoticeKind(
    "going",
    N_("My account will be deleted because I have left school"),
    N_("You have left school. Your account is deleted on {title}. Until then you can sign in and take everything out."),
    N_("You have left school, and your account will be deleted. Sign in and take everything out."),
    Way.AT_ONCE,
)
FIRST_LESSON = NoticeKind(
    "first_lesson",
    N_("A teacher begins the first lesson with my class"),
    N_("{name} began the first lesson with class {title}. It takes ten minutes."),
    N_("{name} began the first lesson with your class. It is over there; you can do it at any time."),
    roles=frozenset(OWNERS),
)
ASSIGNED = NoticeKind(
    "assigned",
    N_("A teacher assigns a lesson to me"),
    N_("{name} assigned “{title}” to you."),
    N_("{name} assigned a lesson to you that is no longer due."),
    roles=frozenset({Role.PUPIL}),
)
REVIEW_DUE = NoticeKind(
    "review_due",
    N_("The day has come to look at a goal of mine again"),
    N_("You wanted to look at your goal “{title}” again today."),
    N_("You wanted to look at a goal again that is no longer here."),
    roles=frozenset(OWNERS),
)
LEAVING_REMINDED = NoticeKind(
    "leaving_reminded",
    N_("A teacher reminds me to take my portfolio along"),
    N_("{name} reminds you: take your portfolio along before you leave school on {title}."),
    N_("{name} reminded you to take your portfolio along."),
    roles=frozenset({Role.PUPIL}),
)
CHECKING_IN = NoticeKind(
    "checking_in",
    N_("My former school asks how it is going"),
    N_("It is {title} since you left school. How is it going?"),
    N_("Your former school asked how it is going. There is nothing to answer any more."),
    roles=frozenset(OWNERS),
)
CHECKED_IN = NoticeKind(
    "checked_in",
    N_("Somebody who left school says how it is going"),
    N_("{name}, who left school, tells you how it is going."),
    N_("{name}, who left school, told how it is going."),
    roles=frozenset({Role.TEACHER, Role.COUNSELLOR}),
)
CONTACT_WISHED = NoticeKind(
    "contact_wished",
    N_("Somebody who left school wants to hear from me"),
    N_("{name}, who left school, would like to hear from you."),
    N_("{name}, who left school, wanted to hear from somebody."),
    Way.AT_ONCE,
    frozenset({Role.TEACHER, Role.COUNSELLOR}),
)

HOST_PAUSED = NoticeKind(
    "host_paused",
    N_("A host of my region is paused at a school"),
    N_("{name} paused “{title}”. Schools do not see it until you end the pause."),
    N_("{name} paused a host that is no longer here."),
    way=Way.AT_ONCE,
    roles=frozenset({Role.REGIONAL}),
)
HOST_INVITED = NoticeKind(
    "host_invited",
    N_("A school of my region has invited a host"),
    N_("{name} has invited “{title}”. Look at it, and approve it once its contact has answered."),
    N_("{name} had invited a host that is no longer here."),
    roles=frozenset({Role.REGIONAL}),
)
FOUND_PLACE_ANSWERED = NoticeKind(
    "found_place_answered",
    N_("A teacher answers about a workplace that I found"),
    N_("{name} has answered about “{title}”, which you found."),
    N_("{name} answered about a workplace that you found."),
    roles=frozenset({Role.PUPIL}),
)
AMBASSADOR_APPLIED = NoticeKind(
    "ambassador_applied",
    N_("A pupil would like to be an ambassador"),
    N_("{name} would like to be an ambassador: “{title}”."),
    N_("{name} wanted to be an ambassador, and does not any more."),
    roles=frozenset({Role.TEACHER, Role.COUNSELLOR}),
)
AMBASSADOR_ANSWERED = NoticeKind(
    "ambassador_answered",
    N_("My school answers whether I am to be an ambassador"),
    N_("{name} has answered you: “{title}”."),
    N_("{name} had answered you about being an ambassador."),
    roles=frozenset({Role.PUPIL}),
)
AMBASSADOR_TALK = NoticeKind(
    "ambassador_talk",
    N_("A teacher notes what we agreed in the middle of my term"),
    N_("{name} noted what you agreed: “{title}”."),
    N_("{name} noted what you agreed as an ambassador."),
    roles=frozenset({Role.PUPIL}),
)
AMBASSADOR_ENDED = NoticeKind(
    "ambassador_ended",
    N_("A teacher ends my term as an ambassador"),
    N_("{name} ended your term as an ambassador: “{title}”. Your log stays yours."),
    N_("{name} ended your term as an ambassador. Your log stays yours."),
    Way.AT_ONCE,
    frozenset({Role.PUPIL}),
)
SEAT_HELD = NoticeKind(
    "seat_held",
    N_("A seat is free for somebody I put on a waiting list"),
    N_("A seat is free at “{title}” for somebody you put on the waiting list. It is held for two days: book it."),
    N_("A seat was free for somebody you put on a waiting list."),
    Way.AT_ONCE,
    frozenset({Role.TEACHER, Role.COUNSELLOR}),
)
YOUR_PLACE = NoticeKind(
    "your_place",
    N_("My school has a place for me at a workplace or school"),
    N_("You have a place: “{title}”. Look when it is, where, and what to bring."),
    N_("A place that you had does not take place. Ask your teacher what comes instead."),
    roles=frozenset({Role.PUPIL}),
)
PLACEMENT_WORRY = NoticeKind(
    "placement_worry",
    N_("A pupil says that something is wrong at a workplace"),
    N_("{name} says that something is wrong at “{title}”. Read it now."),
    N_("{name} said that something is wrong at a workplace. You do not look after them there any more."),
    Way.AT_ONCE,
    frozenset({Role.TEACHER, Role.COUNSELLOR}),
)
PLACEMENT_ABSENCE = NoticeKind(
    "placement_absence",
    N_("A pupil cannot come to a workplace"),
    N_("{name} cannot come to “{title}”. Let the workplace know."),
    N_("{name} could not come to a workplace. You do not look after them there any more."),
    Way.AT_ONCE,
    frozenset({Role.TEACHER, Role.COUNSELLOR}),
)
AGREEMENT_DECLINED = NoticeKind(
    "agreement_declined",
    N_("A family or a host does not agree"),
    N_("Somebody does not agree to the days at “{title}”. Read why, and call them."),
    N_("Somebody did not agree to days at a workplace. You do not look after the pupil there any more."),
    Way.AT_ONCE,
    frozenset({Role.TEACHER, Role.COUNSELLOR}),
)
PLACEMENT_ACCIDENT = NoticeKind(
    "placement_accident",
    N_("A colleague notes an accident at a workplace"),
    N_("{name} has noted an accident at “{title}”. Read it now."),
    N_("{name} noted an accident at a workplace. You do not look after them there any more."),
    Way.AT_ONCE,
    frozenset({Role.TEACHER, Role.COUNSELLOR}),
)
PLACEMENT_COMES = NoticeKind(
    "placement_comes",
    N_("A pupil can come to a workplace after all"),
    N_("{name} can come to “{title}” after all. Let the workplace know."),
    N_("{name} could come to a workplace after all."),
    Way.AT_ONCE,
    frozenset({Role.TEACHER, Role.COUNSELLOR}),
)
THANKS_WAITING = NoticeKind(
    "thanks_waiting",
    N_("A pupil gives me a thank-you note to a workplace"),
    N_("{name} has written a thank-you note to “{title}”. Read it, and send it on or give it back."),
    N_("{name} wrote a thank-you note to a workplace. It does not wait for you any more."),
    roles=frozenset({Role.TEACHER, Role.COUNSELLOR}),
)
THANKS_SENT = NoticeKind(
    "thanks_sent",
    N_("My thank-you note is sent to the workplace"),
    N_("{name} read your thank-you note and sent it to “{title}”."),
    N_("{name} sent your thank-you note to the workplace."),
    roles=frozenset(OWNERS),
)
THANKS_RETURNED = NoticeKind(
    "thanks_returned",
    N_("My thank-you note is given back to me"),
    N_("{name} read your thank-you note to “{title}” and gave it back: see what to change."),
    N_("{name} gave your thank-you note back to you."),
    roles=frozenset(OWNERS),
)
EVALUATION_GIVEN = NoticeKind(
    "evaluation_given",
    N_("A workplace says how a pupil’s days went"),
    N_("“{title}” says how a pupil’s days there went. Read it, and hand it on to the pupil."),
    N_("A workplace said how a pupil’s days went. You do not look after them there any more."),
    roles=frozenset({Role.TEACHER, Role.COUNSELLOR}),
)
EVALUATION_HANDED = NoticeKind(
    "evaluation_handed",
    N_("A workplace says how my days there went"),
    N_("{name} hands on to you what “{title}” says about your days there. Keep of it what you want."),
    N_("{name} handed on to you what a workplace said about your days there."),
    roles=frozenset(OWNERS),
)
BOX_QUESTIONS = NoticeKind(
    "box_questions",
    N_("New questions are in the question box of a class"),
    N_("There are new questions in the question box of class {title}."),
    N_("There were new questions in a question box that you do not look after any more."),
    roles=frozenset({Role.TEACHER, Role.COUNSELLOR}),
)
BOX_WORRY = NoticeKind(
    "box_worry",
    N_("A question in a question box gives cause for worry"),
    N_("A question in the question box of class {title} gives cause for worry. Read it now."),
    N_("A question in a question box gave cause for worry. It is not there any more, or not for you."),
    Way.AT_ONCE,
    frozenset({Role.TEACHER, Role.COUNSELLOR}),
)
BOX_CONTACT = NoticeKind(
    "box_contact",
    N_("A pupil who uses a question box wants an adult to contact them"),
    N_("{name} would like an adult to contact them. They said so at the question box of class {title}."),
    N_("{name} wanted an adult to contact them."),
    Way.AT_ONCE,
    frozenset({Role.TEACHER, Role.COUNSELLOR}),
)
BOX_ANSWER_WAITING = NoticeKind(
    "box_answer_waiting",
    N_("An ambassador drafts an answer for a question box"),
    N_("{name} drafted an answer for the question box of class {title}. Read it, and approve it or give it back."),
    N_("{name} drafted an answer for a question box. It does not wait for you any more."),
    roles=frozenset({Role.TEACHER, Role.COUNSELLOR}),
)
BOX_ANSWER_WANTED = NoticeKind(
    "box_answer_wanted",
    N_("A question waits for an answer by ambassadors"),
    N_("{name} let a question through. You can draft an answer."),
    N_("{name} let a question through for ambassadors to answer."),
    roles=frozenset({Role.PUPIL}),
)
BOX_ANSWER_RETURNED = NoticeKind(
    "box_answer_returned",
    N_("An adult gives an answer of mine back"),
    N_("{name} read your answer and gave it back: see what to change."),
    N_("{name} gave an answer back to you."),
    roles=frozenset({Role.PUPIL}),
)
TAKEOUT_READY = NoticeKind(
    "takeout_ready",
    N_("The takeout that I asked for is ready"),
    N_("All that is yours is in one file now: {title}. It stays for a week."),
    N_("All that is yours was in one file. It stayed for a week."),
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
        CREDENTIAL_OFFERED,
        CREDENTIAL_ACCEPTED,
        CODE_USED,
        NEW_DEVICE,
        BOOK_USED,
        WAY_ADDED,
        SLEEPING,
        LEAVING,
        GOING,
        REVIEW_DUE,
        FIRST_LESSON,
        ASSIGNED,
        TAKEOUT_READY,
        LEAVING_REMINDED,
        CHECKING_IN,
        CHECKED_IN,
        CONTACT_WISHED,
        HOST_PAUSED,
        HOST_INVITED,
        FOUND_PLACE_ANSWERED,
        AMBASSADOR_APPLIED,
        AMBASSADOR_ANSWERED,
        AMBASSADOR_TALK,
        AMBASSADOR_ENDED,
        SEAT_HELD,
        YOUR_PLACE,
        PLACEMENT_WORRY,
        PLACEMENT_ABSENCE,
        PLACEMENT_COMES,
        PLACEMENT_ACCIDENT,
        AGREEMENT_DECLINED,
        THANKS_WAITING,
        THANKS_SENT,
        THANKS_RETURNED,
        EVALUATION_GIVEN,
        EVALUATION_HANDED,
        BOX_QUESTIONS,
        BOX_WORRY,
        BOX_CONTACT,
        BOX_ANSWER_WAITING,
        BOX_ANSWER_WANTED,
        BOX_ANSWER_RETURNED,
    )
}
"""All of them, in the order in which people choose about them."""
