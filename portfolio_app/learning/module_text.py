"""The words of a module in one language: a Markdown file, taken apart into activities, questions, choices and notes."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from portfolio_app.learning.markdown import Heading, Written, as_html, count_words, plain
from portfolio_app.learning.mistakes import Mistake, Weight
from portfolio_app.learning.module_format import RESERVED, Activity, ActivityKind, ModuleFile

TEACHER, BOARD, EXIT, TONIGHT, MATERIAL = RESERVED
PLACES = "places"
"""The part of the material about where somebody lives; beneath it stands one for each country, `places.fi`."""
CARDS, TRANSCRIPT = "cards", "transcript"
ASK = "ask."
"""Begins the code of a question beside the cards of an activity, or beside what the app itself asks."""
VISIT_PARTS = ("before", "there", "after")
QUESTIONS_FOR_HOME = 3

_WITH_KEYS = (ActivityKind.SHORT, ActivityKind.GROUP)


@dataclass(frozen=True)
class Choice:
    """A choice of a question, or a card: its words, whether it is right, and what is said to whoever took it."""

    words: str = ""
    right: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class Question:
    """A question with a field of its own, or with `choices`; `help` is HTML. Of a visit, `part` says when. `key` is the
    answer, as HTML, for whoever has given theirs."""

    code: str = ""
    title: str = ""
    help: str = ""
    part: str = ""
    key: str = ""
    choices: tuple[Choice, ...] = ()
    line: int = 1

    @property
    def several(self) -> bool:
        """Whether more than one choice is right."""
        return sum(one.right for one in self.choices) > 1


@dataclass(frozen=True)
class Box:
    """A box of cards to sort; `cards` are those that belong there, where each has its place."""

    code: str = ""
    title: str = ""
    help: str = ""
    cards: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Part:
    """A part of the material (cards, a worksheet, answers, places) or of a visit; `html` has no heading of its own."""

    code: str = ""
    title: str = ""
    html: str = ""


@dataclass(frozen=True)
class ActivityText:
    """What a pupil reads and is asked in an activity. `body`, `transcript` and all helps are HTML."""

    code: str = ""
    title: str = ""
    body: str = ""
    questions: tuple[Question, ...] = ()
    boxes: tuple[Box, ...] = ()
    cards: tuple[Choice, ...] = ()
    transcript: str = ""
    parts: tuple[Part, ...] = ()
    """Of a visit: before, there and after."""
    line: int = 1
    words: int = 0


@dataclass(frozen=True)
class ModuleText:
    """All words of a module in `language`. `notes` are the teacher's, by activity; `teacher` is what comes before."""

    language: str = ""
    title: str = ""
    summary: str = ""
    activities: Mapping[str, ActivityText] = field(default_factory=dict[str, ActivityText])
    teacher: str = ""
    notes: Mapping[str, str] = field(default_factory=dict[str, str])
    board: tuple[str, ...] = ()
    exit: tuple[Question, ...] = ()
    tonight: tuple[str, ...] = ()
    material: tuple[Part, ...] = ()
    pupil_words: int = 0
    teacher_words: int = 0


@dataclass(frozen=True)
class _Section:
    """A second-level heading with what stands right beneath it, and its third-level headings."""

    head: Heading
    body: tuple[Token, ...]
    inside: tuple[Heading, ...]

    @property
    def all_tokens(self) -> tuple[Token, ...]:
        return (*self.body, *(token for one in self.inside for token in one.body))


DENSITY = {"fi": 0.75}
"""How many words a language needs for what takes one word in English: Finnish has endings where others have words.
Measured on the modules that come with the app, which say the same in each (0.75 to 0.80)."""


class TextReader:
    """Reads one file; what is wrong is in `mistakes` afterwards. `easy` files need not have everything."""

    def __init__(self, file: str, language: str, written: Written, about: ModuleFile, *, easy: bool = False) -> None:
        self._file, self._language, self._about, self._easy = file, language, about, easy
        self._written = written
        self.mistakes = list(written.mistakes)

    def read(self) -> ModuleText:
        """What the file says, as far as it can be told."""
        title, summary, sections = self._begin()
        by_code = self._by_code(sections)
        activities = {one.code: self._activity(one, by_code[one.code]) for one in self._wanted(by_code)}
        text = ModuleText(
            language=self._language,
            title=title,
            summary=summary,
            activities=activities,
            pupil_words=count_words(summary) + sum(one.words for one in activities.values()),
        )
        return text if self._easy else self._rest(text, by_code)

    # What is wrong

    def _wrong(self, line: int, what: str, weight: Weight = Weight.ERROR) -> None:
        self.mistakes.append(Mistake(self._file, line, what, weight))

    # The file as a whole

    def _begin(self) -> tuple[str, str, list[_Section]]:
        heads = list(self._written.headings)
        if self._written.before:
            self._wrong(1, "a file begins with its title: # Money and contracts")
        if not heads or heads[0].level != 1:
            self._wrong(1, "the first heading is the title of the module, with one #: # Money and contracts")
            return "", "", _sections(heads)
        for other in heads[1:]:
            if other.level == 1:
                self._wrong(other.line, f"“{other.title}” is a second title: write ## for a part of the module")
        if len(heads) > 1 and heads[1].level > 2:
            self._wrong(heads[1].line, f"“{heads[1].title}” belongs to no part: a heading with ## comes first")
        beneath = heads[0].body[3:]
        summary = plain(_first_paragraph(beneath))
        if not summary:
            self._wrong(heads[0].line, "two or three sentences under the title say what this is about: write them")
        return heads[0].title, summary, _sections(heads[1:])

    def _by_code(self, sections: Sequence[_Section]) -> dict[str, _Section]:
        found: dict[str, _Section] = {}
        known = [one.code for one in self._about.activities]
        for section in sections:
            head = section.head
            if not head.code:
                self._wrong(
                    head.line, f"the heading “{head.title}” has no code: end it with one, such as {{#a-payslip}}"
                )
            elif head.code in found:
                first = found[head.code].head.line
                self._wrong(head.line, f"the code {{#{head.code}}} is there already, in line {first}: choose another")
            elif head.code not in known and head.code not in RESERVED:
                told = f"there is no activity {head.code!r} in module.yaml: add it there, or correct the code here"
                self._wrong(head.line, told)
            else:
                found[head.code] = section
                self._codes_inside(section)
        self._in_order([code for code in found if code in known], known, found)
        return found

    def _codes_inside(self, section: _Section) -> None:
        met: dict[str, int] = {}
        for one in section.inside:
            if one.code and one.code in met:
                told = f"the code {{#{one.code}}} is there already, in line {met[one.code]}: choose another"
                self._wrong(one.line, told)
            met.setdefault(one.code, one.line)

    def _in_order(self, told: Sequence[str], known: Sequence[str], found: Mapping[str, _Section]) -> None:
        right = [code for code in known if code in found]
        for here, there in zip(told, right, strict=True):
            if here != there:
                line = found[here].head.line
                self._wrong(line, f"{here!r} stands where module.yaml has {there!r}: put them in the same order")
                return

    def _wanted(self, found: Mapping[str, _Section]) -> Iterator[Activity]:
        for one in self._about.activities:
            if one.code in found:
                yield one
            elif not self._easy:
                self._wrong(1, f"the activity {one.code!r} of module.yaml has no part here: add ## … {{#{one.code}}}")

    # An activity

    def _activity(self, about: Activity, section: _Section) -> ActivityText:
        head = section.head
        if not head.title:
            self._wrong(head.line, f"the activity {about.code!r} has no name")
        text = ActivityText(
            code=about.code,
            title=head.title,
            body=as_html(section.body),
            line=head.line,
            words=count_words(plain((*head.body[:3], *section.all_tokens))),
        )
        match about.kind:
            case ActivityKind.READ:
                return self._read(text, section)
            case ActivityKind.LISTEN:
                return self._listen(text, about, section)
            case ActivityKind.SORT:
                return self._sort(text, about, section)
            case ActivityKind.RANK:
                return self._rank(text, section)
            case ActivityKind.VISIT:
                return self._visit(text, section)
            case ActivityKind.CHOICE | ActivityKind.QUIZ:
                return replace(text, questions=tuple(self._choosing(about, one) for one in self._asked(section)))
            case ActivityKind.REFLECT | ActivityKind.SKILLS:
                others = [token for one in section.inside if not one.code.startswith(ASK) for token in one.body]
                return replace(text, body=as_html((*section.body, *others)), questions=self._beside(section))
            case _:
                asked = section.inside if about.kind is ActivityKind.UPLOAD else self._asked(section)
                with_key = about.kind in _WITH_KEYS
                return replace(text, questions=tuple(self._question(one, with_key=with_key) for one in asked))

    def _asked(self, section: _Section) -> tuple[Heading, ...]:
        if not section.inside:
            told = "nothing is asked here: write a question as a third-level heading, ### … {#a-code}"
            self._wrong(section.head.line, told)
        return section.inside

    def _code_of(self, head: Heading, what: str = "question") -> str:
        if not head.code:
            self._wrong(head.line, f"the {what} “{head.title}” has no code: end it with one, such as {{#first-look}}")
        if not head.title:
            self._wrong(head.line, f"this {what} has no words")
        return head.code

    def _question(self, head: Heading, part: str = "", *, with_key: bool = False) -> Question:
        """`with_key`: a quotation beneath it is the answer, and no part of its help."""
        helping, quoted = _around_quotations(head.body[3:]) if with_key else (head.body[3:], ())
        return Question(self._code_of(head), head.title, as_html(helping), part, as_html(quoted), line=head.line)

    def _beside(self, section: _Section) -> tuple[Question, ...]:
        """Questions beside cards, or beside what the app itself asks."""
        return tuple(self._question(one, with_key=True) for one in section.inside if one.code.startswith(ASK))

    def _read(self, text: ActivityText, section: _Section) -> ActivityText:
        asked = self._asked(section)
        between = [token for one in asked[:-1] for token in one.body]
        return replace(
            text,
            body=as_html((*section.body, *between)),
            questions=tuple(self._question(one) for one in asked[-1:]),
        )

    def _listen(self, text: ActivityText, about: Activity, section: _Section) -> ActivityText:
        spoken = next((one for one in section.inside if one.code == TRANSCRIPT), None)
        asked = tuple(one for one in section.inside if one.code != TRANSCRIPT)
        if not asked:
            self._asked(replace(section, inside=()))
        if about.media and spoken is None:
            told = "the words of the recording are missing, for those who cannot hear it: ### … {#transcript}"
            self._wrong(section.head.line, told)
        return replace(
            text,
            questions=tuple(self._question(one) for one in asked),
            transcript=as_html(spoken.body[3:]) if spoken else "",
        )

    def _choosing(self, about: Activity, head: Heading) -> Question:
        before, items, after = _around_list(head.body[3:])
        choices = tuple(self._choice(item) for item in items)
        if len(choices) < 2:
            self._wrong(head.line, f"“{head.title}” needs a list of at least two choices: - [ ] …")
        right = sum(one.right for one in choices)
        if about.kind is ActivityKind.QUIZ and choices and not right:
            self._wrong(head.line, f"no choice of “{head.title}” is right: mark those that are with [x]")
        if about.kind is ActivityKind.CHOICE and right:
            told = f"a choice of “{head.title}” is marked as right: in “choice” none is; use “quiz” where one is"
            self._wrong(head.line, told, Weight.WARNING)
        told_help = as_html((*before, *after))
        return Question(self._code_of(head), head.title, told_help, choices=choices, line=head.line)

    def _choice(self, item: Sequence[Token], *, feedback: bool = True) -> Choice:
        return _choice_of(item, self._wrong, feedback=feedback)

    def _sort(self, text: ActivityText, about: Activity, section: _Section) -> ActivityText:
        loose = next((one for one in section.inside if one.code == CARDS), None)
        boxes: list[Box] = []
        for head in (one for one in section.inside if one.code != CARDS and not one.code.startswith(ASK)):
            before, items, after = _around_list(head.body[3:])
            cards = tuple(self._choice(item, feedback=False) for item in items)
            if about.right and not cards:
                self._wrong(head.line, f"no card belongs into “{head.title}”: list those that do, or drop the box")
            if not about.right and cards:
                told = f"“{head.title}” has cards of its own: move them to {{#cards}}, or write “right: true”"
                self._wrong(head.line, told)
            boxes.append(Box(self._code_of(head, "box"), head.title, as_html((*before, *after)), cards))
        if len(boxes) < 2:
            self._wrong(section.head.line, "cards are sorted into two boxes or more: write each as ### … {#a-code}")
        cards = self._cards(section, loose, wanted=not about.right)
        return replace(text, boxes=tuple(boxes), cards=cards, questions=self._beside(section))

    def _rank(self, text: ActivityText, section: _Section) -> ActivityText:
        loose = next((one for one in section.inside if one.code == CARDS), None)
        for head in section.inside:
            if head.code != CARDS and not head.code.startswith(ASK):
                told = f"“{head.title}” is neither {{#cards}} nor a question: begin its code with “{ASK}”"
                self._wrong(head.line, told)
        cards = self._cards(section, loose, wanted=True)
        return replace(text, cards=cards, questions=self._beside(section))

    def _cards(self, section: _Section, head: Heading | None, *, wanted: bool) -> tuple[Choice, ...]:
        if head is None:
            if wanted:
                self._wrong(section.head.line, "the cards are missing: a list under ### … {#cards}")
            return ()
        if not wanted:
            self._wrong(head.line, "each card stands under its box here: take {#cards} out, or write “right: false”")
        cards = tuple(self._choice(item, feedback=False) for item in _around_list(head.body[3:])[1])
        if wanted and len(cards) < 2:
            self._wrong(head.line, "at least two cards are needed, one a line: - …")
        return cards

    def _visit(self, text: ActivityText, section: _Section) -> ActivityText:
        parts = {one.code: one for one in section.inside}
        asked: list[Question] = []
        told: list[Part] = []
        for head in section.inside:
            if head.code not in VISIT_PARTS:
                cure = f"“{head.title}” is none of {{#before}}, {{#there}} and {{#after}}: put it into one of them"
                self._wrong(head.line, cure)
        for part in VISIT_PARTS:
            if part not in parts:
                self._wrong(section.head.line, f"a visit needs ### … {{#{part}}}, with questions in it")
                continue
            head = parts[part]
            introduction, questions = self._of_visit(head, part)
            told.append(Part(part, head.title, as_html(introduction)))
            asked += questions
        return replace(text, questions=tuple(asked), parts=tuple(told))

    def _of_visit(self, head: Heading, part: str) -> tuple[Sequence[Token], list[Question]]:
        """What is said first, and its questions: fourth-level headings with codes, or, where there are none, the lines
        of its list."""
        inner = _inner(head)
        if inner:
            begins = next(at for at, token in enumerate(head.body[3:]) if token is inner[0].body[0])
            return head.body[3 : 3 + begins], [self._question(one, part) for one in inner]
        before, items, after = _around_list(head.body[3:])
        if not items:
            self._wrong(head.line, f"nothing is asked under “{head.title}”: write questions as #### … {{#a-code}}")
        questions = [
            Question(f"{part}-{number}", _line_of(item), part=part, line=_place(item[0], head.line))
            for number, item in enumerate(items, 1)
        ]
        return (*before, *after), questions

    # What every module has beside its activities

    def _rest(self, text: ModuleText, found: Mapping[str, _Section]) -> ModuleText:
        for code in (TEACHER, BOARD, EXIT, TONIGHT):
            if code not in found:
                self._wrong(1, f"the part {{#{code}}} is missing: every module has it, see README.md")
        teacher, notes = self._notes(found.get(TEACHER))
        board, tonight = self._lines(found.get(BOARD)), self._lines(found.get(TONIGHT))
        if TONIGHT in found and len(tonight) != QUESTIONS_FOR_HOME:
            told = f"there are {len(tonight)} questions for tonight: write {QUESTIONS_FOR_HOME}, one a line: - …"
            self._wrong(found[TONIGHT].head.line, told)
        if BOARD in found and not board:
            self._wrong(found[BOARD].head.line, "nothing is on the board: write questions, one a line: - …")
        leaving = self._exit(found.get(EXIT))
        for_teachers = [plain(found[code].all_tokens) for code in (TEACHER, BOARD, MATERIAL) if code in found]
        for_pupils = [plain(found[code].all_tokens) for code in (EXIT, TONIGHT) if code in found]
        text = replace(
            text,
            teacher=teacher,
            notes=notes,
            board=board,
            exit=leaving,
            tonight=tonight,
            material=self._material(found.get(MATERIAL)),
            pupil_words=text.pupil_words + sum(map(count_words, for_pupils)),
            teacher_words=sum(map(count_words, for_teachers)),
        )
        self._enough(text)
        return text

    def _notes(self, section: _Section | None) -> tuple[str, dict[str, str]]:
        if section is None:
            return "", {}
        codes = [one.code for one in self._about.activities]
        notes: dict[str, str] = {}
        intro = list(section.body)
        for head in section.inside:
            code = head.code.removeprefix(TEACHER + ".")
            if code in codes and head.code != code:
                notes[code] = as_html(head.body[3:])
            elif head.code.startswith(TEACHER + "."):
                self._wrong(head.line, f"there is no activity {code!r} in module.yaml: correct the code")
            else:
                intro += head.body
        for code in codes:
            if not notes.get(code):
                told = f"the teacher has no notes on {code!r}: add ### … {{#teacher.{code}}}, with timing and answers"
                self._wrong(section.head.line, told)
        return as_html(intro), notes

    def _lines(self, section: _Section | None) -> tuple[str, ...]:
        if section is None:
            return ()
        return tuple(_line_of(item) for item in _items(section.all_tokens))

    def _exit(self, section: _Section | None) -> tuple[Question, ...]:
        if section is None:
            return ()
        if not 1 <= len(section.inside) <= 2:
            told = f"there are {len(section.inside)} questions: write one or two, each as ### … {{#exit.a-code}}"
            self._wrong(section.head.line, told)
        return tuple(self._question(one) for one in section.inside)

    def _material(self, section: _Section | None) -> tuple[Part, ...]:
        if section is None:
            self._handouts(1, ())
            return ()
        parts: list[Part] = []
        for head in section.inside:
            inner = [one for one in _inner(head) if one.code.startswith(PLACES + ".")]
            body = head.body[3:]
            if inner:
                body = body[: next(at for at, token in enumerate(body) if token is inner[0].body[0])]
            parts.append(Part(self._code_of(head, "part of the material"), head.title, as_html(body)))
            parts += [Part(one.code, one.title, as_html(one.body[3:])) for one in inner]
        self._handouts(section.head.line, {one.code for one in parts})
        return tuple(parts)

    def _handouts(self, line: int, there: Collection[str]) -> None:
        for code in self._about.handouts:
            if code not in there:
                told = f"“handouts” of module.yaml names {code!r}: write ### … {{#{code}}} here, or take it out there"
                self._wrong(line, told)

    def _enough(self, text: ModuleText) -> None:
        hours = self._about.all_minutes / 60 * DENSITY.get(self._language, 1)
        for said, had, an_hour in (
            ("for pupils", text.pupil_words, 625),
            ("for teachers, with material", text.teacher_words, 250),
        ):
            if had < an_hour * hours:
                told = f"{had} words {said}; {self._about.all_minutes / 60:g} hours need about {round(an_hour * hours)}"
                self._wrong(1, told, Weight.WARNING)


def _sections(heads: Sequence[Heading]) -> list[_Section]:
    """Second-level headings, each with what is beneath it; deeper headings that stand before any are left out."""
    found: list[_Section] = []
    for head in heads:
        if head.level <= 2:
            found.append(_Section(head, head.body[3:], ()))
        elif not found:
            continue
        elif head.level == 3:
            found[-1] = replace(found[-1], inside=(*found[-1].inside, head))
        elif found[-1].inside:
            last = found[-1].inside[-1]
            grown = replace(last, body=(*last.body, *head.body))
            found[-1] = replace(found[-1], inside=(*found[-1].inside[:-1], grown))
        else:
            found[-1] = replace(found[-1], body=(*found[-1].body, *head.body))
    return found


def _first_paragraph(tokens: Sequence[Token]) -> Sequence[Token]:
    """The first block, if it is a paragraph."""
    return tokens[:3] if tokens and tokens[0].type == "paragraph_open" else ()


def _quotation(tokens: Sequence[Token]) -> Sequence[Token]:
    """What stands within the first quotation of an item."""
    for at, token in enumerate(tokens):
        if token.type == "blockquote_open":
            end = next(
                place
                for place in range(at, len(tokens))
                if tokens[place].type == "blockquote_close" and tokens[place].level == token.level
            )
            return tokens[at + 1 : end]
    return ()


def _around_quotations(tokens: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """What stands outside of quotations, and what is within those that are in nothing else."""
    outside: list[Token] = []
    inside: list[Token] = []
    within = False
    for token in tokens:
        if token.level == 0 and token.type.startswith("blockquote"):
            within = token.nesting == 1
        else:
            (inside if within else outside).append(token)
    return outside, inside


def _around_list(tokens: Sequence[Token]) -> tuple[Sequence[Token], list[Sequence[Token]], Sequence[Token]]:
    """What comes before the last list that is not within anything, its items with their tokens, what comes after."""
    starts = [at for at, token in enumerate(tokens) if token.level == 0 and token.type.endswith("_list_open")]
    if not starts:
        return tokens, [], ()
    begin = starts[-1]
    end = next(
        at for at in range(begin, len(tokens)) if tokens[at].level == 0 and tokens[at].type.endswith("_list_close")
    )
    return tokens[:begin], _items(tokens[begin : end + 1]), tokens[end + 1 :]


def choices_beneath(head: Heading, wrong: Callable[[int, str], None]) -> tuple[str, tuple[Choice, ...]]:
    """The words beneath a heading as HTML, and the choices of its list; `wrong` is told the line and what is wrong."""
    before, items, after = _around_list(head.body[3:])
    return as_html((*before, *after)), tuple(_choice_of(item, wrong) for item in items)


def _choice_of(item: Sequence[Token], wrong: Callable[[int, str], None], *, feedback: bool = True) -> Choice:
    line, said = _place(item[0], 1), _line_of(item)
    right = said[:3].casefold() == "[x]"
    words = said[3:].strip() if right or said.startswith(("[ ]", "[]")) else said
    words = words.removeprefix("]").strip() if said.startswith("[]") else words
    quoted = _quotation(item[1:-1])
    if not words:
        wrong(line, "this line of the list has no words")
    if feedback and not quoted:
        wrong(line, f"the choice “{words}” has no feedback: write it beneath, indented, as a quotation: > …")
    return Choice(words, right, as_html(quoted))


def _items(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """The items of lists that are not within anything, each with its tokens."""
    items: list[Sequence[Token]] = []
    since, in_list = 0, False
    for at, token in enumerate(tokens):
        if token.level == 0:
            in_list = token.type.endswith("_list_open")
        elif in_list and token.level == 1 and token.type == "list_item_open":
            since = at
        elif in_list and token.level == 1 and token.type == "list_item_close":
            items.append(tokens[since : at + 1])
    return items


def _line_of(item: Sequence[Token]) -> str:
    """The words of an item's first paragraph."""
    return plain(_first_paragraph(item[1:-1]))


def _place(token: Token, otherwise: int) -> int:
    return token.map[0] + 1 if token.map else otherwise


def _inner(head: Heading) -> list[Heading]:
    """The headings deeper down, which were joined to `head`."""
    tokens = head.body[3:]
    starts = [at for at, token in enumerate(tokens) if token.type == "heading_open" and token.level == 0]
    found: list[Heading] = []
    for place, at in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else len(tokens)
        opening = tokens[at]
        code, level = str(opening.meta.get("code", "")), int(opening.meta.get("level", 4))
        found.append(Heading(level, plain([tokens[at + 1]]), code, _place(opening, head.line), tokens[at:end]))
    return found
