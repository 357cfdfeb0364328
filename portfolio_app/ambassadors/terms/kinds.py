"""What ambassadors do with others, and whom a pupil can reach, in words."""

from collections.abc import Mapping

from portfolio_app.core.languages import N_

ACTION_NAMES: Mapping[str, str] = {
    "demo": N_("Show Polku to a class"),
    "registration": N_("Help the youngest to sign in and begin"),
    "evening": N_("A stand at a parents’ evening"),
    "poster": N_("A poster in the corridor"),
    "fair": N_("A fair or open day"),
    "help": N_("A help hour for a few"),
}
"""By the codes of `models.ACTIONS`."""
GROUP_NAMES: Mapping[str, str] = {
    "class": N_("My own class or year"),
    "younger": N_("Younger pupils"),
    "newcomers": N_("Pupils who are new here or speak another language at home"),
    "club": N_("A club, a team or a group of friends"),
    "families": N_("Families"),
    "teachers": N_("Teachers"),
}
"""By the codes of `models.GROUPS`."""
FAMILY_WAYS: Mapping[str, str] = {
    "letter": N_("With a letter on paper"),
    "talk": N_("In a talk or a call"),
    "mail": N_("By mail from here"),
}
"""How somebody at home can be told, by what `Ambassador.family_told` holds."""
