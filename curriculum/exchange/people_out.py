"""What other systems want to know about people: enrolments, xAPI statements, badges, the whole plan as JSON."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from curriculum.exchange.csv_text import as_csv
from curriculum.model import Evidence, EvidenceKind, Outcome, PersonNeeds, Plan, Workspace

SCHEMA: Final = "plan.schema.json"  # written beside it
_NAMESPACE: Final = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # RFC 9562: for addresses
_COLUMNS: Final = {
    "moodle": ("username", "course1", "role1"),
    "canvas": ("course_id", "user_id", "role", "status"),
    "openedx": ("email", "course_id", "mode"),
    "ilias": ("login", "course", "role"),
    "generic": ("person", "email", "module", "due_on", "minutes"),
}


def _guarded(text: str) -> str:
    """A cell that a spreadsheet would run as a formula begins with an apostrophe."""
    bare = text.lstrip(
        "\u200b\u200c\u200d\u200e\u200f\u061c\ufeff\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\u00a0 "
    )
    return f"'{text}" if text and (text[0] in "\t\r\n" or (bare and bare[0] in "=+-@|%＝＋－＠")) else text


def enrolments(plan: Plan, emails: Mapping[str, str], lms: str) -> bytes:
    """Everybody × each module of their path, as the learning system's own bulk upload wants it."""
    rows = []
    for person, path in plan.paths.items():
        for step in path.steps:
            cells = {
                "username": person, "course1": step.module, "role1": "student",
                "course_id": step.module, "user_id": person, "status": "active", "mode": "audit",
                "email": emails.get(person, ""), "login": person, "course": step.module,
                "role": "member" if lms == "ilias" else "student",
                "person": person, "module": step.module, "minutes": str(step.minutes.likely),
                "due_on": step.due.on.isoformat() if step.due else "",
            }  # fmt: skip
            rows.append({column: _guarded(cells[column]) for column in _COLUMNS[lms]})
    return as_csv(_COLUMNS[lms], rows)


_VERBS: Final = {Outcome.PASSED: "passed", Outcome.COMPLETED: "completed", Outcome.FAILED: "failed"}


def statements(ws: Workspace, home: str) -> bytes:
    """Completions as xAPI 1.0.3 statements; ids follow from the rows, so that sending twice adds nothing."""
    voided = {row.voids for row in ws.evidence if row.voids}
    found = [_statement(ws, row, home) for row in ws.evidence if _is_sent(row, voided)]
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _is_sent(row: Evidence, voided: set[str]) -> bool:
    is_training = row.kind in (EvidenceKind.COMPLETION, EvidenceKind.TEST_OUT) and row.module is not None
    return is_training and row.outcome in _VERBS and not row.voids and row.id not in voided


def _statement(ws: Workspace, row: Evidence, home: str) -> dict[str, Any]:
    address = f"{home}/modules/{row.module}" + (f"/{row.unit}" if row.unit else "")
    module = ws.modules.get(row.module or "")
    key = "|".join(map(str, (row.person, row.on, row.kind, row.module, row.unit, row.outcome, row.id)))
    result: dict[str, Any] = {"completion": row.outcome is not Outcome.FAILED}
    if row.outcome is not Outcome.COMPLETED:
        result["success"] = row.outcome is Outcome.PASSED
    if row.minutes:
        result["duration"] = f"PT{row.minutes}M"
    return {
        "id": str(uuid.uuid5(_NAMESPACE, f"{home}#{key}")),
        "actor": {"objectType": "Agent", "account": {"homePage": home, "name": row.person}},
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{_VERBS[row.outcome]}", "display": {"en": _VERBS[row.outcome]}},
        "object": {
            "objectType": "Activity",
            "id": address,
            "definition": {
                "type": "http://adlnet.gov/expapi/activities/course",
                "name": dict(module.title.words) if module else {"en": str(row.module)},
            },
        },
        "result": result,
        "timestamp": f"{row.on.isoformat()}T00:00:00Z",
    }


def badges(ws: Workspace, people: Sequence[PersonNeeds], as_of: dt.date, home: str) -> Iterator[tuple[str, bytes]]:
    """Open Badges 3.0 (1EdTech 2024), unsigned: one for each person and role whose required training is done.

    Nobody but the issuer can vouch for them: they carry no proof. Sign them with your own key before you hand them out.
    """
    default = ws.default_language
    for person in people:
        needed = [need for need in person.needs if not need.optional]
        if not needed or any(need.status.is_open or need.status.value == "unknown" for need in needed):
            continue
        for held in person.roles:
            role = ws.roles.get(held.role)
            if role is not None:
                credential = _credential(
                    ws, person.person.id, held.role, (as_of, home, role.title.in_(default, default))
                )
                yield f"{person.person.id}/{held.role}.json", credential


def _credential(ws: Workspace, person: str, role: str, rest: tuple[dt.date, str, str]) -> bytes:
    as_of, home, title = rest
    done = [row.on for row in ws.evidence if row.person == person and row.on <= as_of]
    day = max(done, default=as_of)
    default = ws.default_language
    found = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": f"urn:uuid:{uuid.uuid5(_NAMESPACE, f'{home}/badges/{person}/{role}')}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": title,
        "issuer": {"id": home, "type": ["Profile"], "name": ws.program.title.in_(default, default)},
        "validFrom": f"{day.isoformat()}T00:00:00Z",
        "credentialSubject": {
            "id": f"{home}/people/{person}",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": f"{home}/roles/{role}",
                "type": ["Achievement"],
                "name": title,
                "description": f"{title}: {ws.program.title.in_(default, default)}",
                "criteria": {"narrative": "All training that the role requires is completed and counts on this day."},
            },
        },
    }
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()


def plan_document(ws: Workspace, people: Sequence[PersonNeeds], plan: Plan, as_of: dt.date, version: str) -> bytes:
    """The whole compiled plan, for anybody's own tools. Keys are only ever added within a schema's number."""
    found = {
        "$schema": SCHEMA,
        "version": 1,
        "made_by": f"curriculum {version}",
        "as_of": as_of.isoformat(),
        "languages": list(ws.program.languages),
        "title": dict(ws.program.title.words),
        "levels": [
            {"id": str(level.id), "rank": n, "title": dict(level.title.words)}
            for n, level in enumerate(ws.program.levels, 1)
        ],
        "competencies": [{"id": str(c.id), "title": dict(c.title.words)} for c in ws.catalog.competencies],
        "modules": list(_modules(ws)),
        "roles": [
            {
                "id": id,
                "title": dict(role.title.words),
                "access": str(role.access),
                "requires": [
                    {
                        "competency": _text(r.competency),
                        "level": _text(r.level),
                        "module": _text(r.module),
                        "optional": r.optional,
                    }
                    for r in role.requires
                ],
            }
            for id, role in ws.roles.items()
        ],
        "people": [_person(person, plan) for person in people],
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _modules(ws: Workspace) -> Iterator[dict[str, Any]]:
    for id, module in ws.modules.items():
        yield {
            "id": id,
            "title": dict(module.title.words),
            "version": module.version,
            "minutes": module.minutes._asdict(),
            "teaches": [{"competency": str(t.competency), "level": str(t.level)} for t in module.teaches],
            "units": [
                {"id": str(u.id), "kind": str(u.kind), "title": dict(u.title.words), "minutes": u.minutes._asdict()}
                for u in module.units
            ],
            "retired_on": module.retired_on.isoformat() if module.retired_on else None,
        }


def _person(person: PersonNeeds, plan: Plan) -> dict[str, Any]:
    path = plan.of(person.person.id)
    return {
        "id": person.person.id,
        "standing": str(person.standing),
        "manager": person.person.manager,
        "roles": [held.role for held in person.roles],
        "wave": person.wave,
        "needs": [
            {
                "competency": need.competency,
                "module": need.module,
                "required": need.required,
                "held": need.held,
                "status": str(need.status),
                "optional": need.optional,
                "due_on": need.due.on.isoformat() if need.due else None,
                "valid_until": need.valid_until.isoformat() if need.valid_until else None,
                "reasons": [{"because": r.because, "at": str(r.at)} for r in need.reasons],
            }
            for need in person.needs
        ],
        "path": [
            {
                "module": step.module,
                "minutes": step.minutes._asdict(),
                "due_on": step.due.on.isoformat() if step.due else None,
                "optional": step.optional,
            }
            for step in path.steps
        ],
        "feasible_on": path.feasible_on.isoformat() if path.feasible_on else None,
    }


def course_data(ws: Workspace, home: str) -> Iterable[dict[str, Any]]:
    """schema.org JSON-LD: each role an occupational programme, each module a course, by language."""
    for language in ws.program.languages:
        for id, module in ws.modules.items():
            if module.retired_on is None:
                yield {
                    "@context": "https://schema.org",
                    "@type": "Course",
                    "@id": f"{home}/modules/{id}#{language}",
                    "name": module.title.in_(language, ws.default_language),
                    "description": (module.summary or module.title).in_(language, ws.default_language),
                    "inLanguage": language,
                    "timeRequired": f"PT{module.minutes.likely}M",
                    "teaches": [str(t.competency) for t in module.teaches],
                    "provider": {
                        "@type": "Organization",
                        "name": ws.program.title.in_(language, ws.default_language),
                        "url": home,
                    },
                }
        for id, role in ws.roles.items():
            yield {
                "@context": "https://schema.org",
                "@type": "EducationalOccupationalProgram",
                "@id": f"{home}/roles/{id}#{language}",
                "name": role.title.in_(language, ws.default_language),
                "inLanguage": language,
                "provider": {
                    "@type": "Organization",
                    "name": ws.program.title.in_(language, ws.default_language),
                    "url": home,
                },
            }
