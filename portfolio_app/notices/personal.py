"""What notices hold about a person: what they were told, how they want mail, and where to."""

from portfolio_app.accounts.models import Person
from portfolio_app.core.languages import N_
from portfolio_app.core.personal import OPENS_DOORS, Mentioned, Named, Owned, register
from portfolio_app.notices.models import MailAddress, Notice, NoticeWay

NOTICES = N_("Notices, and where they were mailed")

register(
    Owned(
        Notice,
        "notices",
        label=NOTICES,
        left_out={"once": "tells the same notice from another", "owner_id": "another person's thing"},
        named=(Named("by_id", "by", Person),),
        imported=False,
    ),
    Mentioned(Notice, "by_id"),
    Mentioned(Notice, "owner_id"),
    Owned(NoticeWay, "notice_ways", imported=False),
    Owned(MailAddress, "mail_addresses", left_out={"asking": OPENS_DOORS}, imported=False),
)
