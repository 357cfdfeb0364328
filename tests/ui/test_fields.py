"""Forms send what the browser would send, and links that must leave the router do."""

import reflex as rx

from portfolio_app.ui import buttons, fields, text
from portfolio_app.ui.fields import Choice


class Filled(rx.State):
    """A State with a form, as pages have them."""

    where: str = ""
    agreed: bool = False

    @rx.event
    def save(self, form: dict[str, str]) -> None:
        """Keep the place."""
        self.where = form.get("where", "")


def test_a_form_reads_no_field_by_reference():
    # A referenced element's value replaces the submitted one: the first radio's, whichever was chosen.
    form = buttons.form(
        fields.text_field("title", "Title"),
        fields.radio_cards("how", "How", [Choice("1", "Not yet"), Choice("2", "With help")]),
        fields.checkbox("agreed", "Agreed", default_checked=Filled.agreed),
        fields.select_field("where", "Where", [Choice("a", "Here")], default_value=Filled.where),
        fields.passphrase_field("passphrase", "Passphrase", show="Show", hide="Hide"),
        on_submit=Filled.save,
    )
    assert form._get_form_refs() == {}  # pyright: ignore[reportAttributeAccessIssue]


def test_every_radio_has_an_id_of_its_own_and_the_first_is_where_an_error_leads():
    cards = str(fields.radio_cards("how", "How", [Choice("1", "Not yet"), Choice("2", "With help")]))
    assert 'id:"how"' in cards
    assert 'id:"how-2"' in cards


def test_an_error_is_tied_to_its_field():
    field = str(fields.text_field("title", "Title", help="A few words.", error="Give it a title."))
    assert "title-help title-error" in field
    assert '"aria-invalid":"true"' in field


def test_a_document_is_fetched_by_the_browser_and_a_page_by_the_router():
    assert "data-page" not in str(text.link("PDF", "/documents/portfolio.pdf", document=True))
    assert "data-page" in str(text.link("Skills", "/en/skills"))
    assert "data-page" not in str(buttons.link_button("PDF", "/documents/portfolio.pdf", document=True))
