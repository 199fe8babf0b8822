"""A seeded company of any size: a workspace on disk that `curriculum check` accepts. Standard library only, streaming.

200 roles of about 20 requirements out of 100 competencies at 3 levels, 300 modules with about 260 prerequisites,
2,000 job profiles (the common ones much more common: Zipf), 10 rows of evidence a person in the order of their days.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

AS_OF = dt.date(2026, 11, 22)
LEVELS = ("beginner", "intermediate", "advanced")
COMPETENCIES, MODULES, ROLES, PROFILES, ROWS = 100, 300, 200, 2_000, 10
DAYS = [(AS_OF - dt.timedelta(days=n)).isoformat() for n in range(1, 1_826)]
DEPARTMENTS = [f"Department {n:02d}" for n in range(25)]
WORKPLACES = ("riyadh", "tehran", "tel-aviv", "cairo")
NAMES = (
    "Sara Amini",
    "Dana Levi",
    "Omar Haddad",
    "Leila Rad",
    "Noa Cohen",
    "Yusuf Nasser",
    "Mina Tehrani",
    "Adam Katz",
)


@dataclass(frozen=True)
class Job:
    """What everybody with the same job has: cells of the roster, and the modules they are likely to have taken."""

    cells: tuple[str, str, str, str, str]  # department, job title, workplace, access, roles
    modules: tuple[str, ...]


@dataclass(frozen=True)
class Size:
    """How many people, the seed, and which share of them is out of the ordinary."""

    people: int
    special: float = 0.05
    seed: int = 1


class Catalog:
    """The modules: mostly one for each level of a competency; some teach two, some are alternatives."""

    def __init__(self, rng: random.Random, *, choices: bool = True) -> None:
        self.teaches: dict[str, list[tuple[int, int]]] = {}  # module → (competency, rank)
        self.minutes: dict[str, tuple[int, int, int]] = {}
        self.waits: dict[str, list[tuple[int, int]]] = {}
        self.valid: dict[str, int] = {}
        for c in range(COMPETENCIES):
            for rank in (1, 2, 3):
                self._add(rng, f"c{c:02d}-{rank}", [(c, rank)])
        doubles = rng.sample(range(10, COMPETENCIES, 2), 6)  # one module teaches the beginner's level of two
        for c in doubles[:3]:
            del self.teaches[f"c{c:02d}-1"], self.teaches[f"c{c + 1:02d}-1"]
            self._add(rng, f"c{c:02d}-and-c{c + 1:02d}", [(c, 1), (c + 1, 1)])
        for c in doubles[3:] if choices else ():  # a shorter or longer way to the same level
            self._add(rng, f"c{c:02d}-by-yourself", [(c, 1)])
        for module in list(self.teaches):
            self.waits.setdefault(module, [])
        free = [m for m in self.teaches if "-and-" not in m and "yourself" not in m]
        for _ in range(260):
            module = rng.choice(free)
            c, rank = self.teaches[module][0]
            if c:
                near = rng.randrange(max(0, c - 12), c) if rng.random() < 0.7 else rng.randrange(c)
                self.waits[module].append((near, min(rank, rng.choice((1, 1, 1, 2)))))

    def _add(self, rng: random.Random, module: str, teaches: list[tuple[int, int]]) -> None:
        likely = rng.choice((20, 25, 30, 40, 45, 60, 90))
        self.teaches[module] = teaches
        self.minutes[module] = (likely * 3 // 4, likely, likely * 3 // 2)
        if rng.random() < 0.4:
            self.valid[module] = rng.choice((12, 24, 36))


def write_workspace(root: Path, size: Size) -> None:
    """All files of the workspace, below `root`."""
    rng = random.Random(size.seed)
    catalog = Catalog(rng, choices=size.special > 0)  # without: what the analysts' versions can answer too
    requires = _roles(root, rng)
    _program(root)
    _content(root, catalog)
    jobs = _jobs(rng, catalog, requires)
    people = root / "people"
    people.mkdir(parents=True, exist_ok=True)
    weights = [1 / (n + 1) for n in range(len(jobs))]
    of = rng.choices(range(len(jobs)), weights, k=size.people)
    odd = {n: rng.randrange(10) for n in range(size.people) if rng.random() < size.special}
    with (people / "roster.csv").open("w", encoding="utf-8", newline="") as out:
        out.write("id,name,manager,department,job_title,workplace,access,employment,roles,language,")
        out.write("starts_on,ends_on,leave,share,wave\n")
        out.writelines(_roster(rng, jobs, of, odd))
    with (people / "evidence.csv").open("w", encoding="utf-8", newline="") as out:
        out.write("person,on,kind,module,unit,competency,level,outcome,valid_until,id,voids\n")
        out.writelines(_evidence(rng, jobs, of, odd, list(catalog.teaches)))
    _exemptions(people, [n for n, kind in odd.items() if kind == 3][:2_000], requires, jobs, of)
    with (people / "merges.csv").open("w", encoding="utf-8", newline="") as out:
        out.write("id,same_as\n")
        out.writelines(f"old-{n},{_id(n)}\n" for n, kind in odd.items() if kind == 4)


def _id(n: int) -> str:
    return f"P{n:07d}"


def _roster(rng: random.Random, jobs: list[Job], of: list[int], odd: dict[int, int]) -> Iterator[str]:
    for n, job in enumerate(of):
        department, title, workplace, access, roles = jobs[job].cells
        kind, leave, ends = odd.get(n), "", ""
        starts = DAYS[rng.randrange(400, len(DAYS))]
        if kind == 0:
            leave = "2026-10-01..2027-01-31" if rng.random() < 0.5 else "2027-01-20..2027-03-31"
        elif kind == 1:
            roles += f"; r{rng.randrange(ROLES):03d} ..2026-06-30" if roles else ""
        elif kind == 2:
            starts, ends = rng.choice((("2027-01-15", ""), ("2021-05-01", "2026-08-31")))
        elif kind == 5:
            department = ""
        manager = _id(n // 12) if n else ""
        share = "60" if rng.random() < 0.1 else ""
        yield (
            f"{_id(n)},{NAMES[n % 8]} {n},{manager},{department},{title},{workplace},{access},staff,{roles},en,"
            f"{starts},{ends},{leave},{share},\n"
        )


def _evidence(
    rng: random.Random, jobs: list[Job], of: list[int], odd: dict[int, int], modules: list[str]
) -> Iterator[str]:
    """Oldest first within batches of people, as an append-only file that several systems write into."""
    batch = 20_000
    for first in range(0, len(of), batch):
        rows: list[tuple[str, str]] = []
        for n in range(first, min(first + batch, len(of))):
            rows += _rows_of(rng, n, jobs[of[n]].modules, odd.get(n), modules)
        rows.sort()
        yield from (line for _, line in rows)


def _rows_of(
    rng: random.Random, n: int, likely: tuple[str, ...], kind: int | None, modules: list[str]
) -> Iterator[tuple[str, str]]:
    person = _id(n)
    for i in range(ROWS):
        day = DAYS[int(rng.random() * len(DAYS))]
        module = (
            likely[int(rng.random() * len(likely))] if rng.random() < 0.8 else modules[int(rng.random() * len(modules))]
        )
        chance = rng.random()
        outcome = (
            "completed" if chance < 0.55 else "passed" if chance < 0.88 else "failed" if chance < 0.95 else "withdrawn"
        )
        outcome = "attempted" if chance > 0.98 else outcome
        line = f"{person},{day},,{module},,,,{outcome},,,\n"
        if kind is not None and kind >= 4 and i == 0:
            line = _odd_row(rng, kind, person, day, module)
        yield day, line
    if kind == 9:
        yield DAYS[0], f"{person},{DAYS[0]},,{likely[0]},,,,completed,,row-{n},\n"
        yield DAYS[0], f"{person},{DAYS[0]},,{likely[0]},,,,completed,,,row-{n}\n"


def _odd_row(rng: random.Random, kind: int, person: str, day: str, module: str) -> str:
    if kind == 4:
        return f"old-{int(person[1:])},{day},,{module},,,,completed,,,\n"
    if kind == 6:
        return f"{person},{day},,{module},lesson,,,completed,,,\n"
    competency = f"c{rng.randrange(COMPETENCIES):02d}"
    if kind == 7:
        return f"{person},{day},test-out,,,{competency},{rng.choice(LEVELS)},passed,,,\n"
    if kind == 8:
        return f"{person},{day},revocation,,,{competency},beginner,completed,2027-12-31,,\n"
    return f"{person},{day},,{module},,,,completed,{rng.choice(('2026-12-31', '2025-12-31', '2029-12-31'))},,\n"


def _jobs(rng: random.Random, catalog: Catalog, requires: list[list[tuple[int, int]]]) -> list[Job]:
    jobs = []
    teaching: dict[int, list[str]] = {}
    for module, pairs in catalog.teaches.items():
        for c, _ in pairs:
            teaching.setdefault(c, []).append(module)
    for n in range(PROFILES):
        held = sorted(rng.sample(range(20, ROLES), rng.choice((1, 1, 2, 2, 3))))
        roles = [] if n % 97 == 96 else held
        wanted = [c for role in held for c, _ in requires[role]]
        department = DEPARTMENTS[rng.randrange(len(DEPARTMENTS))]
        access = rng.choice(("write",) * 6 + ("read", "read", "none", "approve"))
        title = f"Analyst {n % 20:02d}" if n % 3 == 0 else f"Clerk {n:04d}"
        cells = (department, title, rng.choice(WORKPLACES), access, "; ".join(f"r{role:03d}" for role in roles))
        jobs.append(Job(cells, tuple(m for c in dict.fromkeys(wanted) for m in teaching[c])))
    return jobs


# ── the YAML files ──────────────────────────────────────────────────────────────────────────────────────────


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _roles(root: Path, rng: random.Random) -> list[list[tuple[int, int]]]:
    """Requirements of each role: (competency, rank). The first twenty are held by rule, the others by the roster."""
    all_requires: list[list[tuple[int, int]]] = []
    for n in range(ROLES):
        picked = rng.sample(range(COMPETENCIES), rng.randrange(15, 26))
        requires = sorted((c, rng.choice((1, 1, 1, 2, 2, 3))) for c in picked)
        lines = [f"title: Role {n}", "access: write"]
        if n >= 100 and n % 10 == 0:
            lines.append(f"extends: [r{n - 90:03d}]")
        lines.append("requires:")
        lines += [f"  - {{competency: c{c:02d}, level: {LEVELS[rank - 1]}}}" for c, rank in requires]
        if n < 20:
            wanted = f"job_title: 'Analyst {n:02d}*', department: [{', '.join(DEPARTMENTS[n % 5 :: 5])}]"
            lines.append(f"held_by:\n  - when: {{{wanted}}}")
        _write(root / f"roles/r{n:03d}.yaml", "\n".join(lines) + "\n")
        all_requires.append(requires)
    return all_requires


def _program(root: Path) -> None:
    levels = "".join(f"  - {{id: {level}, title: {level}}}\n" for level in LEVELS)
    floor = "    requires:\n      - {competency: c00, level: beginner}\n"
    places = "".join(f"  {name}: {{title: {name}, weekend: [friday, saturday]}}\n" for name in WORKPLACES)
    first, second = ", ".join(DEPARTMENTS[:8]), ", ".join(DEPARTMENTS[8:18])
    _write(
        root / "program.yaml",
        f"title: A company of any size\nlanguages: [en]\nlevels:\n{levels}"
        "everybody:\n  - {competency: c01, level: beginner}\n"
        f"access:\n  none:\n{floor}  read:\n{floor}      - {{competency: c02, level: beginner}}\n"
        f"workplaces:\n{places}"
        "waves:\n"
        f"  - {{id: wave-1, title: First, go_live_on: 2026-10-05, who: [{{when: {{department: [{first}]}}}}]}}\n"
        f"  - {{id: wave-2, title: Second, go_live_on: 2027-02-01, who: [{{when: {{department: [{second}]}}}}]}}\n"
        "  - {id: wave-3, title: Third, go_live_on: 2027-04-05}\n",
    )


def _content(root: Path, catalog: Catalog) -> None:
    competencies = "".join(f"  - {{id: c{c:02d}, title: Competency {c}}}\n" for c in range(COMPETENCIES))
    modules = "".join(f"  - {module}\n" for module in catalog.teaches)
    _write(root / "content/catalog.yaml", f"competencies:\n{competencies}modules:\n{modules}")
    for module, pairs in catalog.teaches.items():
        low, likely, high = catalog.minutes[module]
        lines = [f"title: {module}", "teaches:"]
        lines += [f"  - {{competency: c{c:02d}, level: {LEVELS[rank - 1]}}}" for c, rank in pairs]
        if catalog.waits[module]:
            lines.append("prerequisites:")
            lines += [
                f"  - {{competency: c{c:02d}, level: {LEVELS[r - 1]}}}" for c, r in dict.fromkeys(catalog.waits[module])
            ]
        if module in catalog.valid:
            lines.append(f"valid_months: {catalog.valid[module]}")
        lines += [
            "units:",
            f"  - {{id: lesson, title: Lesson, minutes: {{low: {low}, likely: {likely}, high: {high}}}}}",
        ]
        lines.append("  - {id: exercise, title: Exercise, kind: exercise, minutes: 10}")
        _write(root / f"content/{module}/module.yaml", "\n".join(lines) + "\n")
        for unit in ("lesson", "exercise"):
            _write(root / f"content/{module}/{unit}.en.md", f"# {module}\n\nText.\n")


def _exemptions(
    people: Path, persons: list[int], requires: list[list[tuple[int, int]]], jobs: list[Job], of: list[int]
) -> None:
    rows = []
    for n in persons:
        roles = jobs[of[n]].cells[4]
        c = requires[int(roles[1:4])][0][0] if roles else 1
        rows.append(
            f"  - {{person: {_id(n)}, competency: c{c:02d}, why: knows it, by: Learning office, until_on: 2027-12-31}}\n"
        )
    if rows:
        _write(people / "exemptions.yaml", "exemptions:\n" + "".join(rows))
