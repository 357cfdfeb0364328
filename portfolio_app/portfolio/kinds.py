"""The kinds of entries in words: what each is called, what belongs into it, and what its form asks."""

from collections.abc import Mapping
from dataclasses import dataclass

from portfolio_app.core.languages import N_, _
from portfolio_app.portfolio.models import EntryKind


@dataclass(frozen=True)
class KindWords:
    """English msgids: the name of a kind and a line on what belongs into it; what it asks first, and how that is headed
    where it is read; what it calls a place, the first day and the last."""

    name: str
    meaning: str
    asks: str = N_("What happened?")
    heading: str = N_("What happened")
    place: str = N_("Place or organisation")
    began: str = N_("From")
    ended: str = N_("Until")


KINDS: Mapping[EntryKind, KindWords] = {
    EntryKind.EXPERIENCE: KindWords(N_("Experience"), N_("Something you did or took part in, anywhere.")),
    EntryKind.ACHIEVEMENT: KindWords(N_("Achievement"), N_("Something you managed: a prize, a record, a first time.")),
    EntryKind.QUALIFICATION: KindWords(
        N_("Qualification"),
        N_("Something you were given on paper: a certificate, a course, a licence."),
        N_("What does it show that you can do?"),
        N_("What it shows that I can do"),
        N_("Who gave it?"),
        N_("When did you get it?"),
        N_("Valid until"),
    ),
    EntryKind.PROJECT: KindWords(
        N_("Project"),
        N_("Something you made or carried through, alone or with others."),
        N_("What is it about?"),
        N_("What it is about"),
    ),
    EntryKind.REFLECTION: KindWords(
        N_("Reflection"),
        N_("Thoughts about yourself, a choice or a change."),
        N_("What is it about?"),
        N_("What it is about"),
    ),
    EntryKind.WORK: KindWords(
        N_("Work experience"),
        N_("A placement, a summer job, helping out for pay."),
        place=N_("Where did you work?"),
    ),
    EntryKind.INFORMAL: KindWords(
        N_("Informal learning"), N_("Something you learned outside lessons: by yourself, from others, from videos.")
    ),
}


def kind_name(kind: str) -> str:
    """What a kind is called, in the language being spoken."""
    return _(KINDS[EntryKind(kind)].name)


def first_heading(kind: str) -> str:
    """What stands above the first text of an entry of that kind, where it is read."""
    return _(KINDS[EntryKind(kind)].heading)
