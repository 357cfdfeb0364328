"""The design system: plain functions that return components and know no domain word.

Text comes in as arguments, already translated (`_("…")`) or as a Var; every call builds its components afresh, because
each page is built once per language. Where to look:

- `layout`: `page_frame`, the frame of every page, with its `Place`s and `FrameWords`
- `text`: `page_head` (the `h1`, one main action), headings, paragraphs, links, definitions, rows and columns
- `buttons`: `button`, `link_button`, `small_button`, and the two forms, `plain_form` and `form`
- `fields`: everything one fills in, `error_summary`, `saved_line`
- `cards`: cards, lists, notices, tags, tables, pages of a list, empty screens, photos
- `pictures`: the skills wheel, the heat grid, steps; `wheel` holds their geometry, without Reflex
- `icons`, `drawings`: line icons, the marks of the themes, Polku's mark, drawings for empty screens
- `theme`: the names of the tokens in `assets/polku.css`, for `rxconfig.py` and the app

Rules that keep pages whole: no `style` (the content security policy and dark mode forbid it), logical directions only
(`ms-`, `pe-`, `text-start`), no `rx.el.a` for files or places on the page (it is the router's link: `text.plain_link`),
no `id=` on form controls (Reflex would submit the element's value in place of the browser's).
"""
