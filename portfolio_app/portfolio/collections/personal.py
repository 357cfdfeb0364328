"""What collections hold about a person: their collections, and what is in them."""

from portfolio_app.core.languages import N_
from portfolio_app.core.personal import Owned, register
from portfolio_app.portfolio.collections.models import Collection, CollectionEntry

register(
    Owned(Collection, "collections", label=N_("Collections"), rests="deleted_at", made_anew=("request",)),
    Owned(CollectionEntry, "collection_entries", through="collection_id"),
)
