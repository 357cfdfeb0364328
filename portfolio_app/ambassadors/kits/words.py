"""The words of event kits, for pupils or for families: what stands on all, and what belongs to one kind of event."""

from collections.abc import Mapping
from dataclasses import dataclass

from portfolio_app.core.languages import N_, _

FOR_FAMILIES = frozenset({"evening"})
"""Kinds of event whose guests are families."""

HEADLINES: Mapping[str, str] = {
    "demo": N_("Five minutes about you"),
    "registration": N_("Your first time in Polku"),
    "evening": N_("See what your child can do"),
    "poster": N_("What did you do well last week?"),
    "fair": N_("Where could it lead?"),
    "help": N_("Stuck? Come by"),
}
"""What stands largest, by the codes of `models.ACTIONS`; all are msgids."""
LEADS: Mapping[str, str] = {
    "demo": N_("Ambassadors show your class what Polku is for: you keep what shows what you can do."),
    "registration": N_("Bring your card with the user name. We help you to sign in and to choose a passphrase."),
    "evening": N_("Come to our stand. Pupils show how Polku works, and what stays private."),
    "poster": N_("Write two sentences in Polku, and it is kept. Only you see it until you choose somebody."),
    "fair": N_("Occupations, studies and workplaces nearby. Try it at our stand."),
    "help": N_("Ambassadors sit here and help with Polku, a few of you at a time."),
}

WHAT_FOR = (
    N_("Keep what shows what you can do: a photo, a file, two sentences."),
    N_("See where you are with the skills you need for choices, and what is next."),
    N_("Find workplaces nearby, occupations and studies."),
)
WHAT_FOR_FAMILIES = (
    N_("Your child keeps what shows what they can do: a photo, a file, two sentences."),
    N_("They see where they are with the skills they need for choices, and what is next."),
    N_("They find workplaces nearby, occupations and studies."),
)
WHO_SEES = (
    N_("It begins with “Only you”."),
    N_("You choose who may see a thing, and until when."),
    N_("You see who has looked, and you can take it back."),
)
WHO_SEES_FAMILIES = (
    N_("Nobody sees a thing before your child chooses them: not the school, and not you either."),
    N_("They see who has looked, and can take it back."),
    N_("Ask to be shown something. That is how it is meant."),
)
IT_IS_NOT = (
    N_("No marks, and no ranking."),
    N_("Nobody is told what to become."),
    N_("Whoever leaves school takes all of it along."),
)
BEGIN = (
    N_("Scan the code, or type the address."),
    N_("Type the user name from your card."),
    N_("Choose a passphrase that nobody else knows."),
    N_("Write one thing that you did well last week."),
)
BEGIN_FAMILIES = (
    N_("Ask your child to show you one thing tonight."),
    N_("Talk about the three questions that come with each lesson."),
    N_("Ask us whatever you want to know."),
)
THEMES: Mapping[str, str] = {
    "self": N_("What am I like?"),
    "strengths": N_("What am I good at?"),
    "horizons": N_("What is out there?"),
    "networks": N_("Who helps me on?"),
}
"""A question for each of the four looks of themes."""


@dataclass(frozen=True)
class Step:
    """A step of a script: how many minutes it takes, what one does, and what one says ("" where nothing)."""

    minutes: int
    does: str
    says: str = ""


_WHO = Step(
    1,
    N_("Say who you are, and who asked you to come."),
    N_("Hello, I am … and this is …. We are ambassadors at {school}. In ten minutes you have made something."),
)
_SHOW = Step(
    2,
    N_("Show your own skills and one entry of your own, never somebody else’s."),
    N_("I wrote down that I …. Two sentences, and it is kept."),
)
_SEEN = Step(
    1,
    N_("Press the line that says who can see it. Leave it on the screen."),
    N_("It begins with “Only you”. You choose who else, and you can take it back."),
)
_DO = Step(
    4,
    N_("Everybody signs in and writes one thing that went well last week. Walk round. Point, and let them press."),
    N_("Two sentences are enough. Nobody reads it out."),
)
_COMING = Step(1, N_("Show what is coming up."), "{coming}")
_END = Step(1, N_("Give everybody a sheet. Thank them, and stop on time."), N_("Any questions? Ask {contact}."))
_CARD = Step(
    2,
    N_("Hold up a card. Show where the user name goes, and where the passphrase."),
    N_("You choose the passphrase yourself. Not your name, not your dog: three words that only you think of."),
)
_SIGNING = Step(
    4,
    N_("Everybody signs in. Whoever has no card, or forgot the passphrase, goes to the teacher for a new one."),
    N_("Turn your screen away from your neighbour while you type."),
)
_FIRST = Step(
    2,
    N_("Whoever is in writes one thing that went well last week. Point, and let them press."),
    N_("Two sentences are enough. Only you see it."),
)
_GREET_FAMILIES = Step(
    1,
    N_("Stand in front of the table, not behind it. Greet whoever comes."),
    N_("Good evening. May I show you in two minutes what your child can keep here?"),
)
_SEEN_BY_FAMILIES = Step(
    2,
    N_("Press the line that says who can see it. Leave it on the screen."),
    N_("Nobody sees a thing before the pupil chooses them: not the school, and not you either."),
)
_FAMILIES_TRY = Step(
    3,
    N_("A pupil of the family shows one thing, if they want to. If not, show the invented pupils of the demo school."),
    N_("What would you like to know?"),
)
_ASK_WHERE = Step(
    2,
    N_("Ask at the office where posters may hang, and until when."),
    N_("We are ambassadors. May we hang up two posters until …?"),
)
_HANG = Step(3, N_("Hang them at eye level where people wait, and not on doors or above stairs."))
_SCAN = Step(2, N_("Scan the code yourself, with two phones, and from two metres away."))
_STOPS = Step(
    2, N_("Talk to somebody who stops and looks."), N_("What did you do well last week? Two sentences, and it is kept.")
)
_NOTE_WHERE = Step(1, N_("Note where they hang, and the day on which you take them down."))
_GREET = Step(
    1,
    N_("Stand in front of the table, not behind it. Greet whoever comes."),
    N_("Do you have two minutes? I’ll show you which workplaces nearby take pupils in."),
)
_SIT = Step(
    1,
    N_("Sit beside them, not opposite. Look at the face, not at the screen."),
    N_("What would you like to get done?"),
)
_WAIT = Step(2, N_("Ask back, and wait. Give no advice."), N_("What have you tried so far?"))
_POINT = Step(
    4,
    N_("They press, you point. Read nothing of theirs: let them read out the sentence where they are stuck."),
    N_("Where did it stop?"),
)
_PASS_ON = Step(
    1,
    N_("Does something worry you? Go to an adult at once, and say that you do."),
    N_("I can’t keep this to myself, because it matters. I’m going to tell an adult now."),
)
_NOTE_NO_NAMES = Step(
    2, N_("Note how many came and what you learned, and no names."), N_("Any more questions? Ask {contact}.")
)
SCRIPTS: Mapping[str, tuple[Step, ...]] = {
    "demo": (_WHO, _SHOW, _SEEN, _DO, _COMING, _END),
    "registration": (_WHO, _CARD, _SIGNING, _FIRST, _END),
    "evening": (_GREET_FAMILIES, _SHOW, _SEEN_BY_FAMILIES, _FAMILIES_TRY, _COMING, _END),
    "poster": (_ASK_WHERE, _HANG, _SCAN, _STOPS, _NOTE_WHERE),
    "fair": (_GREET, _SHOW, _SEEN, _DO, _COMING, _END),
    "help": (_SIT, _WAIT, _POINT, _PASS_ON, _NOTE_NO_NAMES),
}
"""Ten minutes each."""


@dataclass(frozen=True)
class EventWords:
    """What a kind of event says, in the language being spoken."""

    headline: str
    lead: str
    what_for: tuple[str, ...]
    who_sees: tuple[str, ...]
    it_is_not: tuple[str, ...]
    begin: tuple[str, ...]


def words_of(event: str) -> EventWords:
    """The words of an event by its code."""
    families = event in FOR_FAMILIES
    return EventWords(
        headline=_(HEADLINES[event]),
        lead=_(LEADS[event]),
        what_for=_said(WHAT_FOR_FAMILIES if families else WHAT_FOR),
        who_sees=_said(WHO_SEES_FAMILIES if families else WHO_SEES),
        it_is_not=_said(IT_IS_NOT),
        begin=_said(BEGIN_FAMILIES if families else BEGIN),
    )


def _said(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_(line) for line in lines)
