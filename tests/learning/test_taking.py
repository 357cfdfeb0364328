"""Each module that comes with the app is taken from start to end, as its page shows it, in each language it has."""

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.languages import speaking
from portfolio_app.learning.curriculum import folder_of_lessons, read_curriculum
from portfolio_app.learning.doing import begin_module, keep_work
from portfolio_app.learning.lessons_view import asked as asked_list
from portfolio_app.learning.lessons_view import load_lessons
from portfolio_app.learning.module_text import EXIT
from portfolio_app.learning.module_view import ModuleView, asked, load_module
from tests.lessons import something
from tests.people import make_pupil, make_school

pytestmark = pytest.mark.usefixtures("database")


async def shown(actor: Actor, name: str, step: str) -> ModuleView:
    return await load_module(actor, asked({"name": name, "step": step}))


@pytest.mark.parametrize("language", ["en", "fi", "nb", "nl"])
async def test_every_module_is_taken_from_start_to_end(language: str) -> None:
    siiri = await make_pupil(await make_school())
    for name in read_curriculum(folder_of_lessons()).modules:
        with speaking(language):
            about = await shown(siiri, name, "0")
            assert (about.language, about.other) == (language, ""), name
            await begin_module(siiri, name, about.version)
            for number, line in enumerate(about.steps, 1):
                step = await shown(siiri, name, str(number))
                where = f"{name}, {step.activity}"
                assert step.title == line.title, where
                assert step.fields, f"{where}: it ends in nothing that is said, made or decided"
                assert step.html or step.activity == EXIT, where
                await keep_work(siiri, name, about.version, step.activity, something(step.fields))
            end = await shown(siiri, name, "0")
            assert (end.percent, all(one.done for one in end.steps)) == (100, True), name
    with speaking(language):
        view = await load_lessons(siiri, asked_list({}))
    assert (len(view.done), len(view.begun), len(view.lines)) == (24, 0, 0)
