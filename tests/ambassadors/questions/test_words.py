"""Words of worry are found however they are written, in whichever language; and ordinary questions are left alone."""

import pytest

from portfolio_app.ambassadors.questions.naming import OUT, suggest
from portfolio_app.ambassadors.questions.school_words import add_word, lines_of, load_words, switch_word
from portfolio_app.ambassadors.questions.words import TITLES, as_line, known_words, plain, worry_in
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.settings import Settings
from tests.ambassadors.questions.boxes import a_place, asked, question

WORRIES = (
    "I want to kill myself",
    "i wanna die",
    "I don’t want to live any more",
    "I want so badly to die",
    "SUICIDE",
    "suicde",
    "sucidie thoughts",
    "s u i c i d e",
    "kiiiill myself",
    "ＫＩＬＬ ＭＹＳＥＬＦ",
    "kill\u200b my\u00adself",
    "I   kill\nmyself",
    "He hits me at home",
    "I will kill you all",
    "I'll bomb the school",
    "They bully me",
    "minä tapan itseni",
    "haluun vaan kuolla",
    "itsemurhaajatuksia",
    "mun itsarifiilis",
    "en jaksa enää",
    "viiltelen taas",
    "TAPAN SUT",
    "minua kiusataan",
    "jeg vil bare dø",
    "Tenker på selvmordet",
    "han slår meg",
    "Ik wil dood",
    "zelf-moord",
    "ik word gepest",
    "jag vill dö",
    "أُريدُ أن أموت",
    "أفكر في الإنتحار",
    "хочу умереть",
    "хочу померти",
    "вб’ю тебе",
)
ORDINARY = (
    "How do I find a stable job?",
    "Can I be a nurse if I hate blood?",
    "What does a butcher do all day?",
    "How do I live on an apprentice's pay?",
    "Do I have to do maths?",
    "Miten tapaan opon?",
    "Mikä on hyvä tapa hakea kesätöitä?",
    "Koskeeko tämä minuakin?",
    "Milloin haku päättyy?",
    "Hva gjør en kutter i skogen?",
    "Kan jeg ta på meg en jobb i ferien?",
    "Må man ha gode karakterer for å bli lege?",
    "Hoe kom ik bij de brandweer?",
    "Kan ik stage doen bij een bakker?",
    "Hur blir man polis?",
    "هل يمكنني العمل في المخبز؟",
    "Сколько платят пекарю?",
    "Чи можна працювати влітку?",
)


@pytest.mark.parametrize("text", WORRIES)
def test_a_worry_is_found(text: str) -> None:
    assert worry_in(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_question_is_none(text: str) -> None:
    assert worry_in(text) == ""


def test_the_list_has_all_its_languages_and_every_line_finds_itself() -> None:
    assert {one.language for one in known_words()} == set(TITLES)
    for one in known_words():
        assert worry_in(one.words.replace("*", "").replace("…", "")), one
        assert one.kind in ("harm", "threat", "abuse", "danger")


def test_what_is_compared_has_no_case_accents_or_widthless_characters() -> None:
    assert plain("  ÄÄK\u200bkö… don’t\u0301 ") == "aakko dont"
    assert as_line("Run  Away") == "run* away*"


async def test_a_school_adds_words_and_switches_some_off(database: Settings) -> None:
    place = await a_place()
    school = str(place.school)
    await add_word(place.kaisa, school, "Vaping")
    await add_word(place.petri, school, "vaping ")
    assert (await question(await asked(place, "Is VAPING bad?"))).worried
    await switch_word(place.petri, school, "bomb*", off=True)
    await switch_word(place.petri, school, "bomb*", off=True)
    assert not (await question(await asked(place, "Is a bombing museum a workplace?"))).worried
    await switch_word(place.petri, school, "vaping*", off=True)
    assert not (await question(await asked(place, "And vaping?"))).worried
    await switch_word(place.kaisa, school, "bomb*", off=False)
    assert (await question(await asked(place, "bombs"))).worried
    view = await load_words(place.kaisa)
    assert [(one.said, one.off) for one in view.own] == [("Vaping", True)]
    await add_word(place.kaisa, school, "vaping")
    assert not (await load_words(place.kaisa)).own[0].off
    for stranger in (place.tuula, place.siiri, place.aada, place.sirpa, place.admin, place.elsewhere):
        with pytest.raises(NotFound):
            await load_words(stranger, school)
        with pytest.raises(NotFound):
            await add_word(stranger, school, "secret")
        with pytest.raises(NotFound):
            await switch_word(stranger, school, "bomb*", off=True)
    for bad in ("", "a", "ab cd", "x" * 61):
        with pytest.raises(Invalid):
            await add_word(place.kaisa, school, bad)
    with pytest.raises(Invalid):
        await switch_word(place.kaisa, school, "no such line", off=True)
    async with reading() as session:
        assert await lines_of(session, place.school) == (["vaping*"], [])


def test_what_may_tell_who_somebody_is_is_suggested() -> None:
    words = "Does Áada like aadalle? Call 040 123 4567, mail aada@example.org or @aada.x, see www.x.fi. Ann is 15."
    found = suggest(words, ["Aada Aalto", "Ann O"])
    assert found.found == ("Áada", "aadalle", "040 123 4567", "aada@example.org", "@aada.x", "www.x.fi.", "Ann")
    assert found.words == f"Does {OUT} like {OUT}? Call {OUT}, mail {OUT} or {OUT}, see {OUT} {OUT} is 15."
    assert suggest("Annual pay in 2027-2028?", ["Ann O"]).found == ()
    assert suggest("Кто такая Оксана?", ["Оксана Ш"]).words == f"Кто такая {OUT}?"
