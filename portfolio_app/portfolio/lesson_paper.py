"""The first lesson on paper, for a class without devices: two sides a pupil, in the same order as on a screen.

Its questions and its room to write are the lesson's own; nothing that a pupil said stands on it.
"""

from pathlib import Path

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import today
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Refused
from portfolio_app.core.languages import _, speaking, spoken
from portfolio_app.core.typesetting import SetDocument, typeset
from portfolio_app.portfolio.paper import (
    ClassToPrint,
    PrintedPaper,
    audit_class_paper,
    class_to_print,
    paper_contacts,
)
from portfolio_app.portfolio.paper_document import PaperContact, contacts_told, pupils_told
from portfolio_app.schools.membership import belonging
from portfolio_app.schools.queries import contact_of
from portfolio_app.sharing.policy import GUIDES
from portfolio_app.skills.first_lesson_format import LessonQuestion, first_lesson
from portfolio_app.skills.first_lesson_lines import most_said
from portfolio_app.skills.questionnaire import said

TEMPLATE = Path(__file__).parent / "templates" / "first_lesson.typ"


async def lesson_paper_pdf(actor: Actor, class_id: str, language: str) -> PrintedPaper:
    """Sheets for the pupils of a class by name, in `language`; without a class the actor's own if they are a pupil,
    else one without a name for whoever teaches. Raises `NotFound` for a class that is not the actor's to open."""
    with speaking(language):
        if class_id:
            return await _of_class(actor, class_id)
        if not actor.has(*OWNERS, *GUIDES):
            raise Refused()
        async with reading() as session:
            here = await belonging(session, actor.person_id)
            contacts = tuple(paper_contacts(await contact_of(session, here.school_id)))
        name = actor.name if actor.keeps_a_portfolio else ""
        made = await lesson_sheets_pdf((name,), here.class_name if name else "", contacts)
        async with writing() as session:
            audit(session, "portfolio.print_lesson_paper", actor_id=actor.person_id)
        return PrintedPaper(made.pdf, _("The first lesson on paper"))


async def _of_class(actor: Actor, class_id: str) -> PrintedPaper:
    async with reading() as session:
        one: ClassToPrint = await class_to_print(session, actor, class_id)
    made = await lesson_sheets_pdf(one.named, one.row.name, tuple(paper_contacts(one.contact)))
    async with writing() as session:
        audit_class_paper(session, "portfolio.print_class_lesson_paper", actor, one)
    return PrintedPaper(made.pdf, f"{_('The first lesson on paper')}: {one.row.name}")


async def lesson_sheets_pdf(names: tuple[str, ...], class_name: str, contacts: tuple[PaperContact, ...]) -> SetDocument:
    """A leaf for each of the names as PDF/UA-1, in the language being spoken; a name of "" leaves a line for it."""
    lesson = first_lesson()
    content: dict[str, object] = {
        "pupils": pupils_told(names, class_name),
        "questions": [_question(one) for one in lesson.questions],
        "lines": [said(one.name) for one in lesson.lines],
        "starters": [said(one) for one in lesson.starters],
        "contacts": contacts_told(contacts),
        "words": {
            "paper": _("The first lesson"),
            "intro": _("No test and no marks. Tick what fits you. “I do not know yet” is an answer too."),
            "name": _("Name"),
            "class": _("Class"),
            "other": _("Something else"),
            "unsure": _("I do not know yet"),
            "deed": _("Something I did well"),
            "deed-help": _("Think of the last few weeks. It may be small, and it need not be at school."),
            "starters": _("You can begin like this:"),
            "witness": _("Somebody who could say so"),
            "lines": _("Three lines about me"),
            "lines-help": _("Put your answers into words. The beginning is up to you."),
            "later": _("The sheet is yours. In Polku, type it in on “The first lesson”: “I have answered on paper”."),
        },
    }
    pictures = {f"picture-{code}.svg": _svg(path) for code, path in lesson.pictures.items()}
    return await typeset(
        TEMPLATE, content, language=spoken(), title=_("The first lesson on paper"), made_on=today(), files=pictures
    )


def _question(question: LessonQuestion) -> dict[str, object]:
    return {
        "ask": said(question.ask),
        "most": most_said(question),
        "picture": f"picture-{question.picture}.svg",
        "choices": [{"label": said(one.label), "picture": f"picture-{one.picture}.svg"} for one in question.asked],
    }


def _svg(path: str) -> bytes:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24" fill="none" '
        'stroke="#1C2430" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">'
        f'<path d="{path}"/></svg>'
    ).encode()
