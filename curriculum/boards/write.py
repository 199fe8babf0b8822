"""Reports for managers and the committee → files."""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from curriculum import codes_report as codes
from curriculum.boards.board import Board, make_board
from curriculum.boards.data import as_json, needs_csv, numbers_csv
from curriculum.boards.folder import private_folder, write_all
from curriculum.boards.names import pseudonyms
from curriculum.boards.page import as_one_page, as_page
from curriculum.boards.pdf import as_pdf, find_browser
from curriculum.boards.seen import Seen
from curriculum.boards.sheets import as_workbook
from curriculum.diagnostics import Diagnostic, Position
from curriculum.model import Workspace, record
from curriculum.plan import direct_reports, reports_of


class ReportFormat(enum.StrEnum):
    """What a report is written as."""

    HTML = "html"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    PDF = "pdf"


USUAL: Final = (ReportFormat.HTML, ReportFormat.XLSX, ReportFormat.CSV, ReportFormat.JSON)
_MAKERS: Final[Mapping[ReportFormat, Mapping[str, Callable[[Board], str | bytes]]]] = {
    ReportFormat.HTML: {".html": as_page},
    ReportFormat.XLSX: {".xlsx": as_workbook},
    ReportFormat.CSV: {"-needs.csv": needs_csv, "-numbers.csv": numbers_csv},
    ReportFormat.JSON: {".json": as_json},
}


@record
class Wanted:
    """What was asked for. Without managers: everybody who has people, and the committee."""

    managers: tuple[str, ...] = ()
    formats: tuple[ReportFormat, ...] = USUAL
    language: str | None = None  # None: each manager's own
    pseudonymous: bool = False
    with_names: bool = False  # in the committee's report


def write_reports(
    seen: Seen, root: Path, folder: Path, wanted: Wanted
) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """Names of the files that were written. May report CUR731 and CUR732."""
    refused = private_folder(root, folder)
    if refused:
        return (), (refused,)
    ws = seen.answer.workspace
    names = pseudonyms(folder, [person.id for person in ws.people]) if wanted.pseudonymous else None
    said: list[Diagnostic] = []
    made = (file for name, board in _boards(seen, wanted, names) for file in _all_files(name, board, wanted, said))
    files = write_all(folder, made, is_all=not wanted.managers)
    return tuple(sorted(files)), tuple(said)


def _all_files(name: str, board: Board, wanted: Wanted, said: list[Diagnostic]) -> Iterator[tuple[str, bytes]]:
    """One after the other, so that only one is in memory; that there is no browser is said once."""
    yield from _files(name, board, wanted.formats)
    if ReportFormat.PDF in wanted.formats:
        browser = find_browser()
        made = as_pdf(as_one_page(board), browser) if browser else None
        if made:
            yield f"{name}.pdf", made
        elif not said:
            hint = "install Chromium, or name it in the variable CHROMIUM"
            said.append(Diagnostic.of(codes.NO_BROWSER, Position("reports"), "there is no PDF", hint))


def _files(name: str, board: Board, formats: Collection[ReportFormat]) -> Iterator[tuple[str, bytes]]:
    for form, makers in _MAKERS.items():
        for ending, make in makers.items() if form in formats else ():
            if make is needs_csv and not board.lines:
                continue  # without people there are no needs to list
            made = make(board)
            yield f"{name}{ending}", made.encode() if isinstance(made, str) else made


def _boards(seen: Seen, wanted: Wanted, names: Mapping[str, str] | None) -> Iterator[tuple[str, Board]]:
    ws = seen.answer.workspace
    for manager in wanted.managers or managers_of(ws, seen.direct):
        language = wanted.language or seen.language_of(manager)
        shown = manager if names is None else names[manager]
        yield f"manager-{shown}", make_board(seen, manager, language, names)
    if not wanted.managers:
        language = wanted.language or ws.default_language
        yield "committee", make_board(seen, None, language, names, has_lines=wanted.with_names or wanted.pseudonymous)


def managers_of(ws: Workspace, direct: Mapping[str, Sequence[str]] | None = None) -> tuple[str, ...]:
    """Everybody of the roster who has people other than themselves, in its order."""
    below = direct_reports(ws) if direct is None else direct
    return tuple(p.id for p in ws.people if p.id == ws.kept_id(p.id) and set(below.get(p.id, ())) - {p.id})


def people_below(ws: Workspace, managers: Collection[str]) -> frozenset[str]:
    """Everybody below any of them."""
    return frozenset[str]().union(*(reports_of(ws, ws.kept_id(manager)) for manager in managers))
