"""The first response carries the page, drawn with the person's data.

Plain Reflex shows data after its scripts, hydration and a socket. Here the page's `load` runs when its HTML is asked
for, through the same queue, guard and policies as over the socket; React draws the route with that view in a V8 inside
this process; and the socket takes over the state that is already there. Two fall-backs, and nobody ever sees an error
of it: without the V8 the data travel in the page and are put in after hydration; after anything unexpected the static
page is served and Reflex works as it always does.

`server.py` is the wrapper around the pages, `insides.py` all that leans on names of Reflex that may change,
`renderer.py` the V8, `painting.py` and `plugin.py` what happens to the pages while they are built, `client/` the
browser's half.
"""

from portfolio_app.web.first_view.server import FirstView

__all__ = ["FirstView"]
