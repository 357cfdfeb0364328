"""What pathways hold about a person: those they keep, and whether they want to be told how one fits."""

from portfolio_app.core.languages import N_
from portfolio_app.core.personal import Named, Owned, register
from portfolio_app.pathways.models import FitSetting, KeptPathway, Pathway

register(
    Owned(
        KeptPathway,
        "kept_pathways",
        label=N_("Pathways you kept"),
        named=(Named("pathway_id", "pathway", Pathway, shown="code", found=True),),
        rests="deleted_at",
    ),
    Owned(FitSetting, "fit_settings"),
)
