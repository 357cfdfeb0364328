"""Links: to a page of the app, and to all else.

A page's link is an `a` and nothing more. The router's own `Link` keeps several hooks for each, and a class grid has
hundreds of them: drawing and waking such a page took twice as long. One listener follows them all
(web/first_view/client/first_view.js); before it is there, and without scripts, the browser does.
"""

from typing import Any

from reflex_components_core.el.elements.base import BaseHTML

from portfolio_app.ui.kinds import Child, Text

PAGE_MARK = "data-page"
"""The attribute of a link that is followed without loading the whole page."""


class PlainLink(BaseHTML):
    """An `a` element as HTML knows it; `rx.el.a` is always a link of the router."""

    tag = "a"


def plain_link(*children: Child, href: Text, **attrs: Any) -> BaseHTML:
    """A link without a look of its own that the browser follows by itself: a place on this page (`#…`), a file.

    `rel` and `target` are the attributes of that name.
    """
    # Reflex would take what it does not know for a style, and style it where the policy allows none.
    custom = {"href": href} | {name: attrs.pop(name) for name in ("rel", "target") if name in attrs}
    return PlainLink.create(*children, custom_attrs=custom | attrs.pop("custom_attrs", {}), **attrs)


def page_link(*children: Child, href: Text, **attrs: Any) -> BaseHTML:
    """A link without a look of its own to a page of the app, followed without a new page load."""
    return plain_link(*children, href=href, custom_attrs={PAGE_MARK: ""} | attrs.pop("custom_attrs", {}), **attrs)
