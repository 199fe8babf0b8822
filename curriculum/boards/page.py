"""A board as one HTML page that needs nothing else: works from a mail, without a network, without scripts."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from curriculum.boards.actions import Kind
from curriculum.boards.board import Board
from curriculum.boards.charts import burn_text, burn_up
from curriculum.boards.matrix import people_parts
from curriculum.boards.said import Said
from curriculum.cost import Cut
from curriculum.model import Minutes
from curriculum.render.wording import fill

# How the groups of the totals are headed, in order.
GROUPS: Final = {
    "all": "",
    "reading": "Only reading, or entering",
    "level": "By level",
    "role": "By role (who has several counts in each)",
    "wave": "By wave",
    "workplace": "By workplace",
}
_FEW_ROWS: Final = 18  # of numbers, on one page
_FONTS: Final = {"ar": "vazirmatn-arabic", "fa": "vazirmatn-arabic", "he": "noto-sans-hebrew-hebrew"}


@cache
def _templates() -> Environment:
    """Every value is escaped; what is HTML already has the type Markup."""
    return Environment(
        loader=PackageLoader("curriculum.boards"), undefined=StrictUndefined, trim_blocks=True, autoescape=True
    )


@cache
def _file(name: str) -> str:
    return (resources.files("curriculum.boards") / "templates" / name).read_text(encoding="utf-8")


def template(name: str) -> Template:
    """A template of this room."""
    return _templates().get_template(name)


def as_page(board: Board, name: str = "board.html.j2") -> str:
    """The page. Names and titles are text in it, never markup."""
    said = Said(board)
    words, script = said.words, _file("board.js")
    return template(name).render(
        _=words.get,
        say=words.say,
        board=board,
        language=words.language if words.is_ours else "en",
        dir=words.direction,
        title=said.title(),
        title_html=_isolated_title(said),
        summary=said.summary(),
        as_of=words.date(board.as_of),
        style=Markup(_font(words.language) + _file("board.css")),  # our own files
        script=Markup(script),
        script_sum=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        chart=Markup(burn_up(board.burn, board.as_of, words)),  # escapes its texts
        chart_text=burn_text(board.burn, words),
        unset=" ".join(filter(None, [said.cost_range(), said.unset()])),
        groups=list(_groups(said)),
        few_numbers=_few_numbers(said),
        estimates=list(_estimates(said)),
        estimates_text=_estimates_text(said),
        coverage=list(_coverage(said)),
        helped=list(_helped(said)),
        answered=list(_answered(said)),
        tiles=_tiles(said),
        **(people_parts(said) if board.lines else {}),
    )  # fmt: skip


def as_one_page(board: Board) -> str:
    """The short form that is printed on one page."""
    return as_page(board, "onepage.html.j2")


def _isolated_title(said: Said) -> Markup:
    """The title, with the manager's name kept apart from the sentence around it."""
    board = said.board
    if board.manager is None:
        return escape(said.title())
    pattern = said.words.get("Training of the people of {manager}")
    isolated: dict[str, object] = {"manager": Markup("<bdi>{}</bdi>").format(board.manager_name or board.manager)}
    return Markup(fill(pattern, isolated, lambda part: str(escape(part))))


def _font(language: str) -> str:
    """The font of the language's script, within the page; nothing where every system has one."""
    name = _FONTS.get(language)
    if name is None:
        return ""
    folder = resources.files("curriculum.render") / "assets" / "fonts"
    faces = []
    for weight in (400, 700):
        packed = base64.b64encode((folder / f"{name}-{weight}-normal.woff2").read_bytes()).decode()
        source = f"url(data:font/woff2;base64,{packed})"
        faces.append(f'@font-face{{font-family:Board;font-weight:{weight};src:{source} format("woff2")}}')
    return "".join(faces)


def _tiles(said: Said) -> list[Mapping[str, Any]]:
    """People who need action, by kind; places are only counted where there is a schedule."""
    kinds = said.board.kinds
    return [
        {"kind": str(kind), "number": n, "said": said.words.number(n), "name": said.kind(kind)}
        for kind, n in kinds.items()
        if n or kind is not Kind.UNSCHEDULED
    ]


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────────────────


def _groups(said: Said) -> Iterator[Mapping[str, Any]]:
    cuts = said.board.cuts
    for name, heading in GROUPS.items():
        rows = (cuts.all,) if name == "all" else cuts.by[name]
        yield {"name": said.words.get(heading) if heading else "", "rows": [_numbers(said, row) for row in rows]}


def _few_numbers(said: Said) -> list[Mapping[str, str]]:
    """What has room on one page: everybody, readers, levels; waves and workplaces too, where no people are listed."""
    cuts = said.board.cuts
    names = ("reading", "level") if said.board.lines else ("reading", "level", "wave", "workplace")
    rows = [cuts.all, *(row for name in names for row in cuts.by[name])]
    return [_numbers(said, row) for row in rows[:_FEW_ROWS]]


def _numbers(said: Said, row: Cut) -> Mapping[str, str]:
    words, bill = said.words, row.bill
    return {
        "name": said.cut_key(row),
        "people": words.number(row.people),
        "learners": words.number(bill.learners),
        "planned": words.hours(bill.planned.likely),
        "calibrated": words.hours(bill.calibrated.likely),
        "range": words.between(bill.calibrated),
        "actual": words.hours(row.actual),
        "cost": said.cost(bill),
    }


def _estimates(said: Said) -> Iterator[Mapping[str, str]]:
    words = said.words

    def ranged(minutes: Minutes) -> str:
        between = words.between(minutes)
        return f"{words.duration(minutes.likely)} ({between})" if between else words.duration(minutes.likely)

    for module in said.board.modules:
        known = said.board.calibration.estimates[module]
        yield {
            "name": said.of(module),
            "planned": ranged(known.planned),
            "calibrated": ranged(known.calibrated) if known.counts else words.get("as planned"),
            "actual": words.duration(known.actual) if known.actual is not None else "–",
            "records": words.number(known.records),
        }


def _estimates_text(said: Said) -> str:
    least = said.board.ws.program.policy.least_actuals
    return said.words.say(
        "Minutes of the modules that are still to be taken. From {n} recorded times on, they correct the estimate; the "
        "range is meant to hold the true time in nine of ten cases.",
        n=said.words.number(least),
    )


# ── causes and goals ────────────────────────────────────────────────────────────────────────────────────────


def _coverage(said: Said) -> Iterator[Mapping[str, Any]]:
    for row in said.board.covered:
        yield {
            "name": said.words.title(said.board.ws, row.title, row.of),
            "kpis": said.kpis(row) if row.is_goal else [],
            "modules": said.words.join([said.of(module) for module in row.modules]),
            "people": said.trained(row),
            "blind": said.blind(row),
        }


def _helped(said: Said) -> Iterator[Mapping[str, Any]]:
    words = said.words
    for row in said.board.helped:
        yield {
            "name": words.title(said.board.ws, row.title, row.of),
            "kind": words.get("required") if row.required else words.get("offered"),
            "from": words.date(row.from_on),
            "until": words.date(row.until_on),
            "people": "–" if row.people is None else words.number(row.people),
        }


def _answered(said: Said) -> Iterator[Mapping[str, Any]]:
    words = said.words
    for row in said.board.answered:
        yield {
            "question": said.asked(row),
            "wave": said.wave(row.wave),
            "on": words.date(row.on),
            "answers": words.number(row.answers) if row.answers else words.get("too few to be shown"),
            "chosen": [(text, words.say("{n} %", n=words.number(share)), share) for text, share in said.chosen(row)],
        }
