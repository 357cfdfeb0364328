"""What a host said about a pupil is theirs: it goes with them, and is taken along once the school has handed it on."""

from portfolio_app.core.languages import N_
from portfolio_app.core.personal import OF_THIS_INSTANCE, Mentioned, Owned, Then, register
from portfolio_app.marketplace.evaluations.models import HostEvaluation, Stands

register(
    Owned(
        HostEvaluation,
        "host_evaluations",
        label=N_("What workplaces say about you"),
        through="placement_id",
        left_out=dict.fromkeys(
            ("contact_id", "asked_at", "version", "held_by", "held_reason", "handed_by", "credential_id"),
            OF_THIS_INSTANCE,
        ),
        only={"state": Stands.HANDED.value},
        imported=False,
    ),
    *(Mentioned(HostEvaluation, column, Then.NAMELESS) for column in ("held_by", "handed_by")),
)
