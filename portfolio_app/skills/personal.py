"""What skills hold about a person: how they see themself, their evidence and answers, and what others said."""

from collections.abc import Mapping
from typing import Any

from portfolio_app.accounts.models import Person
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_
from portfolio_app.core.personal import OPENS_DOORS, Mentioned, Named, Owned, Then, register
from portfolio_app.skills.links import web_address
from portfolio_app.skills.models import (
    AboutMe,
    Assessment,
    ClassLesson,
    Evidence,
    EvidenceCapability,
    EvidenceKind,
    GivenVoice,
    LessonAnswer,
    LessonRound,
    Origin,
    PeopleInIt,
    QuestionnaireAnswer,
    QuestionnaireRejection,
    QuestionnaireRound,
    SupportNote,
    Voice,
    VoiceAsk,
    VoiceLink,
)
from portfolio_app.skills.questionnaire import questionnaires

VOICES = N_("What others said about your skills")
ASKED = N_("Whom you asked about your skills, and where you asked for support")


def _check_evidence(row: Mapping[str, Any]) -> None:
    """An address that a browser would run is no link."""
    if row["url"] and web_address(row["url"]) != row["url"]:
        raise Invalid()


def _check_said(row: Mapping[str, Any]) -> None:
    """A step from 1 to 4, or a place on a dial."""
    if not 1 <= row["step"] <= (5 if row["on_dial"] else 4):
        raise Invalid()


def _check_heard(row: Mapping[str, Any]) -> None:
    """As others say it: "I have not seen this" too."""
    if row["step"]:
        _check_said(row)


def _check_round(row: Mapping[str, Any]) -> None:
    """Of a questionnaire that is known here."""
    if row["questionnaire"] not in questionnaires():
        raise Invalid()


register(
    Owned(
        Assessment,
        "assessments",
        label=N_("How you saw yourself"),
        made_anew=("request",),
        check=_check_said,
    ),
    Owned(
        Evidence,
        "evidence",
        label=N_("Evidence"),
        rests="deleted_at",
        made_anew=("request",),
        choices={"kind": EvidenceKind, "people_in_it": PeopleInIt, "origin": Origin},
        check=_check_evidence,
    ),
    Owned(EvidenceCapability, "evidence_capabilities", through="evidence_id"),
    Owned(
        QuestionnaireRound,
        "questionnaires",
        label=N_("Questionnaires you answered"),
        rests="deleted_at",
        check=_check_round,
    ),
    Owned(QuestionnaireAnswer, "questionnaire_answers", through="round_id"),
    Owned(QuestionnaireRejection, "questionnaire_rejections", through="round_id"),
    Owned(
        LessonRound,
        "first_lessons",
        label=N_("Your first lesson"),
        named=(Named("witness_id", "witness", Person, text="witness_name"),),
    ),
    Mentioned(LessonRound, "witness_id", Then.NAMELESS),
    Owned(LessonAnswer, "first_lesson_answers", through="round_id"),
    Owned(AboutMe, "about_me", label=N_("Lines about you"), rests="deleted_at", made_anew=("request",)),
    Mentioned(ClassLesson, "by_id", Then.NAMELESS),
    Owned(
        SupportNote,
        "support_notes",
        label=ASKED,
        named=(Named("adult_id", "adult", Person),),
        made_anew=("request",),
        imported=False,
    ),
    Mentioned(SupportNote, "adult_id"),
    Owned(VoiceLink, "voice_links", left_out={"key_hash": OPENS_DOORS}, made_anew=("request",), imported=False),
    Owned(
        VoiceAsk,
        "voice_asks",
        left_out={"link_id": "stands among the links"},
        named=(Named("adult_id", "adult", Person),),
        imported=False,
    ),
    Mentioned(VoiceAsk, "adult_id"),
    Owned(
        GivenVoice,
        "voices",
        label=VOICES,
        left_out={"link_id": "stands among the links"},
        named=(Named("giver_id", "giver", Person, text="giver_name"),),
        only={"replaced_at": None},
        made_anew=("request",),
        stamped="brought_at",
        choices={"kind": Voice},
        check=_check_heard,
    ),
    Mentioned(GivenVoice, "giver_id", Then.NAMELESS),
)
