"""`python -m docs.generate`: writes docs/reference/ and docs/schemas/ from the code; `--check` only compares.

What the code does not say in words (columns of tables, statuses) is said in `sentences`; a word without one stops it.
"""

from __future__ import annotations

import enum
import inspect
import json
import sys
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from curriculum.cli.app import VERBS, function_of
from curriculum.codes import CODES
from curriculum.exchange.plan_schema import plan_schema
from curriculum.load import SCHEMA_KINDS, FieldDoc, field_docs, json_schema
from curriculum.load.people import OPTIONAL, REQUIRED
from curriculum.model import Evidence, EvidenceKind, Outcome, Person, PersonNeeds, Standing, Status
from curriculum.report.rows import Row, as_cells
from docs import sentences

FOLDER: Final = Path(__file__).parent
GENERATED: Final = ("reference", "schemas")  # folders that hold nothing else
_MADE: Final = "<!-- Made by `python -m docs.generate` from the code. Change the code, then run it again. -->"


def made() -> dict[str, str]:
    """Path below docs/ → text, of every generated file."""
    pages = {"verbs": verbs, "codes": codes, "files": files, "statuses": statuses, "output": output}
    found = {f"reference/{name}.md": f"{_MADE}\n\n{page()}" for name, page in pages.items()}
    for kind in SCHEMA_KINDS:
        found[f"schemas/{kind}.json"] = json.dumps(json_schema(kind), ensure_ascii=False, indent=2) + "\n"
    found["schemas/plan.json"] = json.dumps(plan_schema(), ensure_ascii=False, indent=2) + "\n"
    return found


def differences(folder: Path = FOLDER) -> list[str]:
    """Paths below the folder that are missing, out of date, or no longer made; sorted."""
    wanted = made()
    there = [path for name in GENERATED for path in (folder / name).glob("*") if path.is_file()]
    left_over = {path.relative_to(folder).as_posix() for path in there} - wanted.keys()
    changed = {name for name, text in wanted.items() if _text_of(folder / name) != text}
    return sorted(left_over | changed)


def _text_of(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def write(folder: Path = FOLDER) -> list[str]:
    """Brings the files up to date; the paths that were changed or removed."""
    wanted, changed = made(), differences(folder)
    for name in changed:
        path = folder / name
        if name in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[name], encoding="utf-8", newline="\n")
        else:
            path.unlink()
    return changed


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; `|` in cells is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def _in_full(words: Mapping[Any, str], known: Iterable[Any]) -> list[tuple[str, str]]:
    """Each known word with its sentence, in the order of the code; a KeyError names the one that has none."""
    found = [(str(word), words[word]) for word in known]
    if len(found) != len(words):
        raise ValueError(f"explained but unknown: {sorted(set(map(str, words)) - {word for word, _ in found})}")
    return found


# ── verbs ───────────────────────────────────────────────────────────────────────────────────────────────────


def commands() -> dict[str, Callable[..., None]]:
    """Verb → its function."""
    return {verb: function_of(verb) for verb in VERBS}


def verbs() -> str:
    """The page of the command line."""
    parts = ["# Verbs\n", sentences.VERBS]
    for name, callback in commands().items():
        parts += [f"## {name}\n", f"{inspect.cleandoc(callback.__doc__ or '')}\n", _parameters(name, callback)]
    exits = table(["code", "meaning"], sentences.EXIT_CODES)
    return "\n".join([*parts, "## Exit codes\n", exits])


def _parameters(verb: str, callback: Callable[..., None]) -> str:
    hints = typing.get_type_hints(callback, include_extras=True)
    usage, rows = [f"curriculum {verb}"], []
    for name, parameter in inspect.signature(callback).parameters.items():
        kind, spec = typing.get_args(hints[name])[:2]
        required = parameter.default is inspect.Parameter.empty
        if type(spec).__name__ == "ArgumentInfo":
            word = spec.metavar or name.upper()
            usage.append(word if required else f"[{word}]")
            rows.append((f"`{word}`", spec.help or "", ""))
        else:
            declared = ", ".join(f"`{option}`" for option in _options(name, spec))
            rows.append((f"{declared}{_value_of(kind, spec)}", spec.help or "", _default(parameter.default)))
    usage.append("[OPTIONS]")
    return f"```text\n{' '.join(usage)}\n```\n\n" + table(["", "meaning", "default"], rows)


def _options(name: str, spec: Any) -> tuple[str, ...]:
    """As typed; typer takes the first name that is declared for the default and puts it right later."""
    first = (spec.default,) if isinstance(spec.default, str) else ()
    return (*first, *(spec.param_decls or ())) or (f"--{name.replace('_', '-')}",)


def _value_of(kind: Any, spec: Any) -> str:
    """What follows an option on the command line."""
    kinds = [k for k in (typing.get_args(kind) or (kind,)) if k is not type(None)]
    several = typing.get_origin(kinds[0]) is list
    inner = typing.get_args(kinds[0])[0] if several else kinds[0]
    if inner is bool:
        return ""
    if isinstance(inner, type) and issubclass(inner, enum.Enum):
        return " " + ", ".join(f"`{member.value}`" for member in inner)
    word = spec.metavar or {Path: "FOLDER", int: "NUMBER"}.get(inner, "TEXT")
    return f" {word}" + (" (may be given several times)" if several else "")


def _default(value: Any) -> str:
    if value is None or value is False:
        return ""
    return f"`{value.value if isinstance(value, enum.Enum) else value}`"


# ── codes ───────────────────────────────────────────────────────────────────────────────────────────────────


def codes() -> str:
    """The page of the diagnostics, one heading a code."""
    parts = ["# Codes\n", sentences.CODES]
    hundred = ""
    for code in CODES.values():
        if code.number[3] != hundred:
            hundred = code.number[3]
            parts.append(f"## {hundred}: {sentences.HUNDREDS[hundred]}\n")
        parts.append(f"### {code.number} {code.name}\n\n{code.severity.capitalize()}. {code.explanation}\n")
    return "\n".join(parts)


# ── files ───────────────────────────────────────────────────────────────────────────────────────────────────


def files() -> str:
    """The page of the file formats."""
    parts = ["# File formats\n", sentences.FILES]
    for kind in SCHEMA_KINDS:
        path, sentence = sentences.KINDS[kind]
        parts.append(f"## {path}\n\n{sentence}\nSchema: [{kind}.json](../schemas/{kind}.json).\n")
        rows = field_docs(kind)
        for record in dict.fromkeys(row.record for row in rows):
            keys = [row for row in rows if row.record == record]
            parts.append(_record(record, keys, is_root=record == rows[0].record))
    for name, columns in tables().items():
        parts.append(f"## people/{name}.csv\n\n{sentences.TABLES[name]}\n")
        parts.append(table(["column", "required", "meaning"], columns))
    return "\n".join([*parts, sentences.LESSONS])


def _record(record: str, rows: Sequence[FieldDoc], *, is_root: bool) -> str:
    cells = [(f"`{r.field}`", r.type, _need(r), r.sentence) for r in rows]
    head = "" if is_root else f"**{record}**\n\n"
    return head + table(["key", "form", "required or default", "meaning"], cells)


def _need(row: FieldDoc) -> str:
    return "required" if row.required else f"`{row.default}`" if row.default else ""


def tables() -> dict[str, list[tuple[str, str, str]]]:
    """Table of people/ → its columns: name, required or not, meaning; in the order of the code."""
    must = {"roster": REQUIRED, "evidence": ("person", "on"), "accounts": ("account", "person", "access")}
    known: dict[str, Sequence[str]] = {
        "roster": (*REQUIRED, *OPTIONAL),
        "evidence": tuple(field for field in Evidence._fields if field != "line"),
        "accounts": must["accounts"],
        "merges": ("id", "same_as"),
    }
    return {
        name: [
            (f"`{column}`", "required" if column in must.get(name, columns) else "", sentence)
            for column, sentence in _in_full(sentences.COLUMNS[name], columns)
        ]
        for name, columns in known.items()
    }


# ── statuses ────────────────────────────────────────────────────────────────────────────────────────────────


def statuses() -> str:
    """The page of statuses, standings, and what evidence may be."""
    still = {status: "yes" if status.is_open else "" for status in Status}
    needs = [(f"`{word}`", still[Status(word)], said) for word, said in _in_full(sentences.STATUSES, Status)]
    kinds = [(f"`{word}`", said) for word, said in _in_full(sentences.EVIDENCE_KINDS, EvidenceKind)]
    outcomes = [(f"`{word}`", said) for word, said in _in_full(sentences.OUTCOMES, Outcome)]
    standings = [(word, said) for word, said in _in_full(sentences.STANDINGS, Standing)]
    return "\n".join(
        [
            "# Statuses\n",
            sentences.STATUSES_HEAD,
            "## Status of a need\n",
            table(["status", "training to take", "meaning"], needs),
            "## Standing of a person\n",
            sentences.STANDINGS_HEAD,
            table(["standing", "meaning"], standings),
            "## Kinds of evidence\n",
            table(["kind", "meaning"], kinds),
            "## Outcomes of evidence\n",
            table(["outcome", "meaning"], outcomes),
        ]
    )


# ── output ──────────────────────────────────────────────────────────────────────────────────────────────────


def output() -> str:
    """The page of what programs get."""
    nobody = Row(found=PersonNeeds(person=Person("p"), standing=Standing.TRAINED), need=None, minutes=(0,))
    columns = as_cells(nobody, ["LEVEL"])
    rows = [(f"`{column}`", said) for column, said in _in_full(sentences.CELLS, columns)]
    return "\n".join(
        ["# Output for programs\n", sentences.OUTPUT, table(["column or key", "meaning"], rows), sentences.REST]
    )


def main(arguments: Sequence[str]) -> int:
    """Write, or with `--check` say what is out of date and give 1."""
    if list(arguments) not in ([], ["--check"]):
        print("usage: python -m docs.generate [--check]", file=sys.stderr)
        return 2
    changed = differences() if arguments else write()
    for name in changed:
        print(f"docs/{name}" + (" is out of date" if arguments else ""))
    return 1 if arguments and changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
