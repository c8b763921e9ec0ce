"""Templates to words: subject, text and HTML of one mail, in a sandbox, and the check of all of them at start.

What lives here: the two Jinja environments, the filters templates may use, limits. No headers, no MIME.
"""

import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, FileSystemLoader, StrictUndefined, Template, TemplateNotFound, TemplateSyntaxError
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from mailbot.core.model.article import Article, without_pictures
from mailbot.core.model.mails.outgoing import MailContent
from mailbot.core.model.mails.technician import NotificationMail
from mailbot.core.model.request import Entry
from mailbot.mail.letter import said
from mailbot.mail.letter.desk import Desk, first_name, greeting
from mailbot.mail.letter.headers import clean
from mailbot.mail.letter.markdown import first_lines, to_html, to_text, without_title
from mailbot.mail.letter.samples import SAMPLE_DESK, SAMPLES

OUTPUT_LIMIT = 256_000
STORY = 10
_LINE = 200
FILES = ("subject.txt.j2", "body.txt.j2", "body.html.j2")
BASE = "_base"

# What a template needs to choose and order words; the rest of Jinja's filters (centre, format, pprint...) can be made
# to fill the memory.
_PLAIN_FILTERS = (
    "capitalize",
    "default",
    "e",
    "escape",
    "first",
    "join",
    "last",
    "length",
    "lower",
    "round",
    "title",
    "upper",
)
_REFUSED_OPERATORS = ("*", "%", "**")

_OUTCOMES = {
    "waiting": "no word on it",
    "solved": "solved it",
    "not_solved": "did not solve it",
    "silent": "no answer",
    "skipped": "passed over",
}


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """One broken template: the file, its line (0 = the whole file) and what is wrong with it."""

    file: Path
    line: int
    wrong: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.wrong}" if self.line else f"{self.file}: {self.wrong}"


class TemplateBroken(Exception):  # noqa: N818 -- a sentence: the template is broken
    """A mail could not be written because of its template; `fault` says where."""

    def __init__(self, fault: TemplateFault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Words:
    """A rendered mail before MIME: subject (not cleaned yet), text and HTML."""

    subject: str
    text: str
    html: str


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox without the ways it leaves open to fill the memory: multiplied strings and formats."""

    intercepted_binops = frozenset(_REFUSED_OPERATORS)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # what Jinja says of an attribute follows from the type that has it, and is asked for every value of every mail
        self._safe: dict[tuple[type, str], bool] = {}
        self._told: set[tuple[type, str]] = set()

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002 -- Jinja's
        raise SecurityError(f"the operator {operator} is not for templates")

    def wrap_str_format(self, value: Any) -> None:
        """Formats are not allowed at all, so there is nothing to make safe."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As Jinja's; what values of ours have told before they tell at once."""
        if (type(obj), attribute) in self._told:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        # Methods of strings, numbers, dates and tuples are not needed, and some (ljust, strftime) build what is asked.
        if callable(value) and not isinstance(obj, Desk | Mapping):
            return False
        key = (type(obj), attr)
        if key not in self._safe:
            self._safe[key] = super().is_safe_attribute(obj, attr, value)
        if self._safe[key] and is_dataclass(obj):
            self._told.add(key)
        return self._safe[key]


class _Compiled(BytecodeCache):
    """What templates became when they were compiled, by their source: trusts have most of them in common."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key, bucket.checksum] = bucket.code


# by whether they escape: the code differs
_COMPILED = {html: _Compiled() for html in (False, True)}


class Templates:
    """Every mail's template, looked up in `folders` in order: a trust's own first, the program's last.

    Compiled when first used and kept: call `check` at start, which uses each of them.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)
        self._text = _environment(self.folders, html=False)
        self._html = _environment(self.folders, html=True)

    def render(self, content: MailContent, *, desk: Desk) -> Words:
        """The words of this mail. Raises TemplateBroken."""
        subject, text, html = (self._one(f"{content.template}/{name}", content, desk=desk) for name in FILES)
        return Words(subject=subject, text=text, html=html)

    def check(self) -> tuple[TemplateFault, ...]:
        """Render every template with sample content; give all faults: broken, missing, and files no mail uses."""
        faults = dict.fromkeys(self._unused())
        for content in SAMPLES:
            for name in FILES:
                try:
                    self._one(f"{content.template}/{name}", content, desk=SAMPLE_DESK)
                except TemplateBroken as broken:
                    faults[broken.fault] = None
        return tuple(sorted(faults, key=lambda fault: (str(fault.file), fault.line)))

    def _one(self, name: str, content: MailContent, *, desk: Desk) -> str:
        environment = self._html if name.endswith(".html.j2") else self._text
        try:
            return _limited(environment.get_template(name), {"mail": content, "desk": desk})
        except Exception as error:  # whatever an operator's template does is a fault of that template
            raise TemplateBroken(_fault_of(error, file=self.folders[-1] / name)) from error

    def _unused(self) -> Iterable[TemplateFault]:
        used = {f"{content.template}/{name}" for content in SAMPLES for name in FILES}
        for folder in self.folders:
            for file in sorted(folder.rglob("*.j2")):
                name = file.relative_to(folder).as_posix()
                if name not in used and not name.startswith(f"{BASE}/"):
                    yield TemplateFault(file, 0, "no mail uses this file; is its name or folder misspelt?")


def _environment(folders: Sequence[Path], *, html: bool) -> _Sandbox:
    environment = _Sandbox(
        loader=FileSystemLoader(folders),
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_COMPILED[html],
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in _PLAIN_FILTERS}
    environment.filters |= {
        "article": _article_html if html else _article_text,
        "said": said.html if html else said.plain,
        "plain": said.plain,
        "words": _words_html if html else _words_text,
        "indented": _indented,
        "summary": lambda article: first_lines(without_pictures(article.body)),
        "brief": lambda body: first_lines(without_pictures(body), count=1),
        "greeting": greeting,
        "first_name": first_name,
        "oneline": _one_line,
        "outcome": lambda word: _OUTCOMES.get(str(word), str(word)),
        "state": lambda word: str(word).replace("_", " "),
        "manner": _manner,
        "percent": lambda share: f"{round(100 * share)} %",
        "earlier": _earlier,
    }
    return environment


def _one_line(text: object) -> str:
    """Text as one line of at most 200 characters; what is longer ends behind a whole word."""
    line = clean(str(text), limit=1_000)
    return line if len(line) <= _LINE else f"{line[: _LINE - 1].rpartition(' ')[0] or line[: _LINE - 1]}…"


def _article_html(article: Article) -> Markup:
    return Markup(to_html(without_title(article.body, title=article.title)))  # noqa: S704 -- passed through nh3


def _article_text(article: Article) -> str:
    return to_text(without_title(article.body, title=article.title))


def _words_text(text: str, limit: int = 20_000) -> str:
    """A person's words as they are, trimmed to what a mail can carry."""
    text = text.replace("\r\n", "\n").strip()
    return text if len(text) <= limit else text[:limit].rstrip() + " […]"


def _words_html(text: str, limit: int = 20_000) -> Markup:
    """The same with paragraphs and line breaks; everything else of theirs stays text."""
    paragraphs = (one.strip("\n") for one in _words_text(text, limit).split("\n\n"))
    lines = (escape(one).replace("\n", Markup("<br>\n")) for one in paragraphs if one.strip())
    return Markup("\n").join(Markup('<p class="md-p" style="margin:0 0 12px;">{}</p>').format(one) for one in lines)


def _earlier(mail: NotificationMail) -> tuple[Entry, ...]:
    """The story, newest first, without the entry whose words already stand at the top."""
    # two tickets that were made one have their entries one after the other, not by time
    newest = tuple(sorted(mail.story, key=lambda entry: (entry.at, entry.number), reverse=True))
    return newest[1 if newest and newest[0].text.strip() == mail.new_text.strip() else 0 :][:STORY]


def _manner(entry: Entry) -> str:
    """What kind of entry it is, where the author's name alone would mislead."""
    said = {"note": " (internal note)", "event": "", "answer": " (answer)", "message": ""}[entry.kind]
    return said if entry.verified else f"{said} (not verified)"


def _indented(text: str) -> str:
    """Lines set in by four spaces, so that a person's words stand apart in plain text."""
    return "\n".join(f"    {line}".rstrip() for line in str(text).split("\n"))


def _limited(template: Template, variables: dict[str, object]) -> str:
    """The template's output; ValueError once it is longer than a mail should be."""
    chunks, size = [], 0
    context = template.new_context(variables, shared=True)  # there are no globals to be mixed in
    try:
        for chunk in template.root_render_func(context):
            size += len(chunk)
            if size > OUTPUT_LIMIT:
                break
            chunks.append(chunk)
    except Exception:  # noqa: BLE001 -- raised again, with the template's own lines in its traceback
        template.environment.handle_exception()
    if size > OUTPUT_LIMIT:
        raise ValueError(f"the mail is longer than {OUTPUT_LIMIT} characters")
    return "".join(chunks)


def _fault_of(error: Exception, *, file: Path) -> TemplateFault:
    """Where a template went wrong: Jinja puts its own files and lines into the traceback."""
    if isinstance(error, TemplateSyntaxError):
        return TemplateFault(Path(error.filename or file), error.lineno, error.message or "syntax error")
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    wrong = clean(str(error)) or type(error).__name__
    if isinstance(error, TemplateNotFound):
        wrong = f"{error.name} is missing"
    if not frames:
        return TemplateFault(file, 0, wrong)
    return TemplateFault(Path(frames[-1].filename), frames[-1].lineno or 0, wrong)
