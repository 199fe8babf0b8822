"""Sentences of the reference that stand nowhere in the code. `docs.generate` refuses words without one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from curriculum.cli.show import CLEAN, MISTAKES, USAGE
from curriculum.model import EvidenceKind, Outcome, Standing, Status

VERBS: Final = """\
`curriculum --version` shows the version, `curriculum VERB --help` what stands here.
Every verb but `new`, `explain` and `schema` works on a workspace: the folder it is started in, or `-w FOLDER`.
Results go to standard output, what is wrong and what to do to standard error. Without `--as-of`, the day is today.
"""
EXIT_CODES: Final = (
    (str(CLEAN), "done; the workspace has no errors"),
    (str(MISTAKES), "the workspace has errors (with `--strict`: or warnings), or something could not be written"),
    (str(USAGE), "the command line is wrong: an unknown option, name, code or date"),
    ("3", "our mistake: the message names a log to send us"),
    ("130", "stopped with Ctrl-C"),
)
CODES: Final = """\
Everything that can be wrong has a number that never changes its meaning. `curriculum explain CUR111` prints these
words. An **error** stops what comes next, a **warning** only with `--strict`, an **info** never.
"""
HUNDREDS: Final = {
    "1": "reading files",
    "2": "the meaning of the workspace",
    "3": "needs (findings on one day)",
    "4": "plans (findings on one day)",
    "5": "schedules",
    "6": "handbooks and new workspaces",
    "8": "in and out of other systems",
    "7": "what is written down about people; reports, reminders, budget",
}
FILES: Final = """\
A workspace is a folder with these files. The name of a role's file and of a module's folder is its id.

- **id**: small Latin letters, digits and hyphens, at most 64. Ids of people also capitals, dots, underscores, @.
- **text**: words in the default language, or a mapping of languages: `{en: Lead, fa: سرنخ}`.
- **minutes**: a whole number, or `{low: 15, likely: 20, high: 30}`.
- **date**: year-month-day, as in 2027-02-01. **true or false**: these words; `yes` and `on` are not read.
- YAML tags, anchors, aliases, merge keys and second documents are refused. Nothing is guessed: `no` is the word "no".
- Tables are CSV in UTF-8, with `,`, `;` or TAB between cells. `Job Title` and `job-title` are the column `job_title`.

Add a first line such as `# yaml-language-server: $schema=../docs/schemas/role.json` to a YAML file, and an editor
with a YAML language server completes and checks while you type. `curriculum new` writes schemas into `.schemas/`;
`curriculum schema KIND` prints one.
"""
KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "program": ("program.yaml", "The programme as a whole. A folder with this file is a workspace."),
    "role": ("roles/&lt;role&gt;.yaml", "What a person does with the system, not the job title."),
    "module": ("content/&lt;module&gt;/module.yaml", "A piece of training: what it teaches, and its units."),
    "check": (
        "content/&lt;module&gt;/check.&lt;language&gt;.yaml",
        "The knowledge check of a module in one language. Ids, kinds and right answers are the same in all languages. "
        "It may be absent.",
    ),
    "catalog": ("content/catalog.yaml", "The competencies, the order of the modules, and which count as others."),
    "glossary": ("content/glossary.yaml", "The words of the programme. It may be absent."),
    "exemptions": ("people/exemptions.yaml", "Written releases. It may be absent."),
    "roster-map": ("roster map", "For `curriculum import roster --map FILE`. It lies wherever you like."),
    "catalog-map": ("catalog map", "For `import markdown`, `mslearn`, `framework`, `cmi5` and `questions`."),
    "pulse-map": ("pulse map", "For `import pulse`: columns, and the wave of rows that name none."),
    "evidence-map": ("evidence map", "For `import evidence`: columns, courses, and what counts as done."),
    "shifts": ("people/shifts.yaml", "When people work who do not keep the hours of their workplace."),
    "trainers": ("people/trainers.yaml", "Who may lead sessions. Without it, no session can be scheduled."),
    "schedule": (
        "people/schedule.yaml",
        "What `curriculum schedule` wrote last; the next run changes it as little as possible. "
        "Set `status: confirmed` by hand where a session must stay.",
    ),
    "what-if": ("a file of your own", "What `curriculum schedule --what-if FILE` tries without writing anything."),
}
TABLES: Final = {
    "roster": "One row per person. Other columns are read when a rule (of a role or a wave) asks for them.",
    "evidence": "One row per proof. Rows are added, never changed or removed; a wrong one is voided by a new one.",
    "accounts": "The logins of the system, held against roster and roles. The file may be absent.",
    "merges": "Second ids of people. What stands under either id belongs to one person. The file may be absent.",
}
COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "roster": {
        "id": "id of the person; each once",
        "access": "none, read, write, approve or admin; empty: the person is `unknown`",
        "name": "shown in lists for managers, never in handbooks",
        "manager": "id of the person they report to; empty at the top",
        "department": "for rules and totals",
        "job_title": "for rules",
        "workplace": "id of a workplace of program.yaml: its weekend and holidays",
        "employment": "for rules: employee, contractor, intern, or your own words",
        "roles": "roles given by name: `sales-rep; auditor 2027-01-01..2027-06-30; trainer ..2026-12-31`",
        "language": "language of their handbook; one that the programme does not have is a warning",
        "starts_on": "first day; before it they are `joins later`",
        "ends_on": "last day; after it they are `left`",
        "leave": "days away, both included: `2026-12-01..2027-02-10`, several with `;` between them",
        "share": "per cent of full time, `60` or `60%`; empty is 100",
        "wave": "id of their wave; outweighs the rules of the waves",
        "email": "kept for you; nothing reads it",
    },
    "evidence": {
        "person": "id of the roster, or a merged one",
        "on": "the day it happened",
        "kind": "see [kinds of evidence](statuses.md#kinds-of-evidence); empty is completion",
        "module": "the module it is about",
        "unit": "only this unit of the module",
        "competency": "instead of a module: the competency …",
        "level": "… and its level",
        "outcome": "see [outcomes](statuses.md#outcomes-of-evidence); empty is completed",
        "version": "version of the module; empty: the one in force on that day",
        "valid_until": "last day it counts; empty: what the module says. Of a revocation: its last day",
        "minutes": "minutes it really took; kept, not yet used",
        "id": "id of the row, so that another can void it; each once",
        "voids": "id of a row of the same person that no longer counts",
    },
    "accounts": {
        "account": "name of the login; each once",
        "person": "id of the roster; empty: belongs to nobody, which is a finding",
        "access": "what the login may do: none, read, write, approve, admin",
    },
    "merges": {
        "id": "the other id",
        "same_as": "the id that is kept",
    },
}
LESSONS: Final = """\
## content/&lt;module&gt;/&lt;unit&gt;.&lt;language&gt;.md

A lesson in one language: Markdown and nothing else. How to write one:
[modules and lessons](../how-to/modules-and-lessons.md). Pictures lie beside it: png, jpg, gif, webp, svg, 5 MB.

## Limits

YAML files: 4 MB, 40 levels, 200,000 values. Lessons: 1 MB. Tables: no limit of rows; a line of 1,000,000 characters.
"""
STATUSES_HEAD: Final = """\
A need is one person and one competency (or one module that is asked for by name). It has exactly one status.
How it is decided: [decisions](../decisions.md#status).
"""
STATUSES: Final[Mapping[Status, str]] = {
    Status.MET: "held by the programme's own evidence",
    Status.MET_BY_EQUIVALENT: "held because another module counts as this one",
    Status.MET_BY_TEST_OUT: "held by a test-out, an assessment or attested experience",
    Status.EXEMPT: "released in writing; never counted as met",
    Status.DUE: "not begun, and not late",
    Status.IN_PROGRESS: "begun, and not late",
    Status.OVERDUE: "not held after its due date",
    Status.EXPIRED: "was held; the evidence has ended",
    Status.EXPIRING: "held, but it ends within `expiring_days`",
    Status.PAUSED: "open while the person is on leave",
    Status.REVOKED: "was held; withdrawn by a later row",
    Status.UNKNOWN: "cannot be decided, because a field of the roster is missing",
}
STANDINGS_HEAD: Final = "Everybody on the roster has exactly one standing, so totals always add up to the roster.\n"
STANDINGS: Final[Mapping[Standing, str]] = {
    Standing.TO_TRAIN: "at least one required need is open",
    Standing.TRAINED: "every required need is met (or some met, the others exempt)",
    Standing.EXEMPT: "every required need is exempt",
    Standing.NOTHING_REQUIRED: "nothing is required of them",
    Standing.UNKNOWN: "a field is missing or cannot be read; what is certain is planned all the same",
    Standing.JOINS_LATER: "their first day is still to come",
    Standing.LEFT: "their last day is over; their evidence is kept",
}
EVIDENCE_KINDS: Final[Mapping[EvidenceKind, str]] = {
    EvidenceKind.COMPLETION: "took the module, or one unit of it",
    EvidenceKind.TEST_OUT: "showed the level (or the content of a module) without taking it",
    EvidenceKind.ASSESSMENT: "somebody assessed the level",
    EvidenceKind.ATTESTED: "somebody attests the experience",
    EvidenceKind.SELF_ASSESSMENT: "the person's own word; counts only with `accept_self_assessment: true`",
    EvidenceKind.REVOCATION: "takes a competency (from the level on, or all of it) away again",
}
OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.PASSED: "counts, unless the policy says otherwise",
    Outcome.COMPLETED: "counts, unless the policy says otherwise",
    Outcome.FAILED: "does not count",
    Outcome.WITHDRAWN: "does not count",
    Outcome.ATTEMPTED: "does not count, but shows that the module was begun",
    Outcome.VOIDED: "never counts",
}
OUTPUT: Final = """\
`curriculum needs --format csv` prints one line per need, in the order of the roster and the catalog. People without
any need have one line with empty cells. Filters hold here too. `--format json` has the same rows under `needs`.
"""
CELLS: Final = {
    "person": "id",
    "name": "as in the roster",
    "department": "as in the roster",
    "manager": "id of the person they report to",
    "workplace": "id",
    "wave": "id; empty: none, or it cannot be decided",
    "access": "none, read, write, approve, admin; empty: unknown",
    "roles": "ids, with blanks between them",
    "standing": "see [standing](statuses.md#standing-of-a-person)",
    "missing": "fields that are missing or cannot be read, with blanks between them",
    "competency": "what the need is about; or else",
    "module": "the module that is asked for by name",
    "required": "level; empty for a module",
    "held": "level, or none; empty for a module",
    "status": "see [status](statuses.md#status-of-a-need)",
    "optional": "true: recommended only",
    "train": "levels still to be taken, with blanks between them",
    "due_on": "date; empty: no training to take, or no date",
    "due_because": "where the date comes from",
    "valid_until": "last day of what is held; empty: for ever, or nothing is held",
    "minutes_LEVEL": "one column a level: likely minutes that this need adds to the learning path",
    "reasons": "every cause with its file, line and column",
}
REST: Final = """\
The JSON document also has `version`, `as_of`, `levels`, `paths` (learning paths by person: steps with module, level,
minutes, due date and causes), `totals` (all people, and by role, department, wave, access, workplace) and `findings`.
`check`, `findings`, `why` and `diff` have JSON of their own, each with `--format json`.
"""
