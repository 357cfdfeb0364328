"""What an ambassador has learned is their own, and goes with their term."""

from portfolio_app.ambassadors.training.models import AmbassadorTraining
from portfolio_app.core.personal import OF_THIS_INSTANCE, Owned, register

register(
    Owned(
        AmbassadorTraining,
        "ambassador_training",
        through="ambassador_id",
        left_out={"request": OF_THIS_INSTANCE},
        imported=False,
    ),
)
