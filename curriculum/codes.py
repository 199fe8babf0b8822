"""The registry: every CURnnn, its name, its severity and what it means. Numbers are never used again.

Hundreds are stages: 1 reading files, 2 the meaning of the workspace, 3 needs, 4 plans, 5 schedules (`codes_schedule`),
6 rendering, 7 what is written down about people, reports and budget (`codes_report`), 8 exchange (`codes_exchange`).
"""

from __future__ import annotations

from curriculum.codes_exchange import EXCHANGE_CODES
from curriculum.codes_report import REPORT_CODES
from curriculum.codes_schedule import SCHEDULE_CODES
from curriculum.diagnostics import Code, Severity

CODES: dict[str, Code] = {}


def _code(number: int, name: str, severity: Severity, explanation: str) -> Code:
    code = Code(f"CUR{number}", name, severity, " ".join(explanation.split()))
    if code.number in CODES:
        raise ValueError(f"{code.number} is registered twice")
    CODES[code.number] = code
    return code


E, W, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

# ── 1: reading files ────────────────────────────────────────────────────────────────────────────────────────
NO_WORKSPACE = _code(
    101,
    "no-workspace",
    E,
    """The folder has no program.yaml. A workspace is a folder with a program.yaml, roles/, content/ and people/.
    `curriculum new FOLDER` writes a small one.""",
)
UNREADABLE_FILE = _code(102, "unreadable-file", E, "The file cannot be opened: it is missing, or may not be read.")
NOT_UTF8 = _code(
    103,
    "not-utf8",
    E,
    """The file is not UTF-8 text. Save it as UTF-8 (in Excel: 'CSV UTF-8 (comma delimited)').""",
)
TOO_LARGE = _code(
    104,
    "too-large",
    E,
    """The file is larger, or nested deeper, than any real file of its kind. The limits protect against damaged and
    hostile files; people belong into CSV files, which have no such limit.""",
)
BAD_YAML = _code(
    105,
    "bad-yaml",
    E,
    """The text is not YAML. Usual causes: a missing space after a colon, wrong indentation, or a colon inside an
    unquoted sentence (put the sentence in quotes).""",
)
TAB = _code(106, "tab", E, "YAML is indented with spaces. Replace the TAB by two spaces.")
BYTE_ORDER_MARK = _code(
    107,
    "byte-order-mark",
    E,
    "The YAML file starts with an invisible byte-order mark. Save it as UTF-8 without BOM.",
)
CONTROL_CHARACTER = _code(
    108,
    "control-character",
    E,
    """There is an invisible control character in the text. It usually comes from copying out of another program;
    delete it and type the blank or line break again.""",
)
DIRECTION_OVERRIDE = _code(
    109,
    "direction-override",
    E,
    """The text holds an invisible direction character (U+202A to U+202E, or U+2066 to U+2069). It can make a text look
    different from what it says. The handbooks set the direction themselves; delete the character.""",
)
REPEATED_KEY = _code(
    110,
    "repeated-key",
    E,
    """The same key stands twice in one mapping. Only one of them could count, so neither is guessed at.""",
)
UNKNOWN_KEY = _code(111, "unknown-key", E, "The key is not one of this kind of record. See `curriculum schema`.")
MISSING_KEY = _code(112, "missing-key", E, "A key that the record needs is not there.")
WRONG_TYPE = _code(
    113,
    "wrong-type",
    E,
    "The value has another form than the key asks for: a list, a mapping, a word, a number, a date.",
)
WRONG_VALUE = _code(114, "wrong-value", E, "The value has the right form but is not one of those allowed.")
BAD_DATE = _code(115, "bad-date", E, "Dates are written year-month-day, for example 2027-02-01, and must exist.")
TAG = _code(116, "yaml-tag", E, "A YAML tag (`!something`) has no meaning here. If the text starts with !, quote it.")
ANCHOR = _code(
    117,
    "yaml-anchor",
    E,
    "YAML anchors (&name), aliases (*name) and merge keys (<<) are not used. Quote the text, or repeat it.",
)
SECOND_DOCUMENT = _code(
    118, "second-document", E, "One file holds one document. Remove the line `---` and what follows it."
)
BAD_ID = _code(
    119,
    "bad-id",
    E,
    """Ids are made of small Latin letters, digits and hyphens, at most 64, and start with a letter or digit. They are
    also file names and addresses of pages. Ids of people and accounts may also hold capitals, dots, underscores
    and @.""",
)
STRAY_FILE = _code(
    120,
    "stray-file",
    W,
    "The file has no place in a workspace and is not read. Its name or folder may be misspelt.",
)
LINK_OUT = _code(
    121,
    "link-out",
    E,
    "The path leaves the workspace, or passes a symbolic link. Only files inside the workspace are read.",
)
MISSING_COLUMN = _code(122, "missing-column", E, "A column that the table needs is not in its first line.")
UNKNOWN_COLUMN = _code(
    123,
    "unknown-column",
    W,
    "The column is not known and no rule asks for it, so it is not read. It may be misspelt.",
)
TOO_MANY_FIELDS = _code(
    124,
    "too-many-fields",
    E,
    "The row has more cells than the first line has columns; usually a comma without quotes.",
)
REPEATED_ROW = _code(
    125, "repeated-row", E, "Two rows have the same id. Neither wins; one of them must go or be merged."
)
MISSING_CELL = _code(
    126,
    "missing-cell",
    W,
    """A cell that is needed to say who needs what is empty. The person is counted as `unknown`, with the field named,
    and still gets the baseline.""",
)
UNREADABLE_CELL = _code(
    127,
    "unreadable-cell",
    E,
    """A cell of the roster cannot be read. The person is counted as `unknown`, with the field named, until it is
    mended.""",
)
BAD_CSV = _code(128, "bad-csv", E, "The table cannot be read as CSV, for example because a quote is never closed.")
REPEATED_COLUMN = _code(129, "repeated-column", E, "Two columns have the same name.")
UNKNOWN_LANGUAGE = _code(
    130,
    "unknown-language",
    W,
    """The words or the lesson are in a language that program.yaml does not list, so nobody will see them. Either the
    language is misspelt, or it is missing from `languages`.""",
)

# ── 2: the meaning of the workspace ─────────────────────────────────────────────────────────────────────────
UNKNOWN_REFERENCE = _code(201, "unknown-reference", E, "The id does not exist. The nearest existing one is named.")
CYCLE = _code(202, "cycle", E, "Things refer to each other in a circle. Every edge of the circle is listed; break one.")
LEVEL_NOT_TAUGHT = _code(
    203,
    "level-not-taught",
    E,
    "A requirement asks for a level that no active module reaches, so nobody could ever meet it.",
)
NO_FLOOR = _code(
    204,
    "no-floor",
    W,
    """The programme says nothing about people with this access. People who only read, or only get lists and letters,
    are learners too: declare what everybody with this access needs.""",
)
MISSING_TRANSLATION = _code(
    205,
    "missing-translation",
    W,
    """The words or the lesson are not there in one of the programme's languages. Readers of that language see the
    default language instead, with a notice.""",
)
EITHER_OR = _code(
    206, "either-or", E, "The record must name either a competency with its level, or a module, and not both."
)
EMPTY_RULE = _code(
    207,
    "empty-rule",
    E,
    "A rule without a condition would match everybody. Say which column must match what.",
)
UNKNOWN_RULE_COLUMN = _code(208, "unknown-rule-column", E, "The rule asks for a column that the roster does not have.")
SAME_ID = _code(209, "same-id", E, "Two records of one list have the same id.")
NO_LESSON = _code(
    210,
    "no-lesson",
    W,
    "A unit has no text in any language. Its page shows the objectives and says that the text is to come.",
)
DEFAULT_LANGUAGE = _code(
    211,
    "default-language",
    E,
    "The text is missing in the programme's default language, so there is nothing to fall back to.",
)
ANCHORS_DIFFER = _code(
    212,
    "headings-differ",
    W,
    """A translated lesson has other headings than the lesson in the default language, so links and the language switch
    cannot lead to the same place.""",
)
UNKNOWN_MANAGER = _code(
    213, "unknown-manager", W, "The manager is not on the roster, so nobody sees this person's training."
)
NO_MANAGER = _code(
    214,
    "no-manager",
    W,
    "The person has no manager and nobody reports to them, so nobody sees their training.",
)
UNLISTED_MODULE = _code(
    215,
    "unlisted-module",
    W,
    "The module's folder is not listed in content/catalog.yaml; it comes last in the order.",
)
UNREACHABLE_MODULE = _code(
    216,
    "unreachable-module",
    E,
    "The module can never be started: its prerequisites wait for each other or are not taught.",
)
TEACHES_NOTHING = _code(
    217,
    "teaches-nothing",
    W,
    "The module teaches no competency and nothing requires it by name, so it is never planned.",
)
RETIRED_REFERENCE = _code(
    218,
    "retired-module",
    W,
    "The module is retired and has no active successor, but is still asked for by name.",
)
EXEMPTION_WITHOUT_NEED = _code(
    219, "idle-exemption", INFO, "The exemption releases somebody from something nobody asks of them."
)
BROKEN_LINK = _code(220, "broken-link", W, "A link in a lesson leads to no page or heading of the handbook.")
NO_DATES_WAVE = _code(221, "idle-wave", W, "The wave can fit nobody, because an earlier wave takes everybody.")
BAD_TIMEZONE = _code(222, "unknown-timezone", E, "The time zone is not an IANA name such as Asia/Riyadh.")
NO_WORKING_DAY = _code(223, "no-working-day", E, "Every day of the week is a day without work.")
NOT_HIGHER = _code(
    224,
    "not-higher",
    E,
    "The module leads from a level to the same or a lower one: `from_level` must be below `level`.",
)
DELTA_MISMATCH = _code(
    225,
    "delta-mismatch",
    E,
    """`retraining: delta` needs `delta` with the shorter module to take; the other kinds of retraining have none. A
    module cannot be the shorter one for itself.""",
)
TWO_VALIDITIES = _code(
    226, "two-validities", E, "A completion lasts so many months, or until a fixed day of the year; not both."
)
NO_SUCH_DAY = _code(227, "no-such-day", E, "The month does not have that day in any year.")
ENDS_BEFORE_START = _code(228, "ends-before-start", E, "The last day lies before the first, so it never holds.")
NO_HANDBOOK = _code(
    229,
    "no-handbook-language",
    W,
    """People of the roster should read a language that the programme does not have. They get the default language; ask
    them, or add the language to `languages`.""",
)
PERSON_NAMED = _code(
    230,
    "person-named",
    W,
    """The full name of somebody on the roster stands in what every employee reads. Handbooks name roles and offices;
    examples use invented names.""",
)
IDLE_EVIDENCE = _code(
    231,
    "idle-evidence",
    W,
    """The row of evidence proves nothing as it stands: a completion names a module; a test-out, an assessment or an
    attestation names a module, or a competency and a level; a revocation names a competency.""",
)
CHECKS_DIFFER = _code(
    240,
    "checks-differ",
    E,
    """The knowledge check asks something else in another language: other questions or options, another kind, other
    right answers, another pass mark. What a learner has answered must mean the same in every language.""",
)
QUESTION_FORM = _code(
    241,
    "question-form",
    E,
    """The answers do not fit the kind of question. `single` has one right option, `multiple` one or more; `order` has
    its options in the right order and marks none; `opinion` marks none; `short` has `answers` and no options.""",
)
BAD_ROLE_BLOCK = _code(
    242,
    "bad-role-block",
    E,
    """A block for certain roles is not written as `::: for ROLE, ROLE` (or `::: not for …`) with a line `:::` behind
    it, stands inside another one, or is never closed. Readers would get the wrong text.""",
)
UNKNOWN_READER = _code(
    243,
    "unknown-reader",
    E,
    """A block of a lesson is for a role that does not exist, or for an access other than none, read, write, approve and
    admin.""",
)
ROLE_BLOCKS_DIFFER = _code(
    244,
    "role-blocks-differ",
    E,
    """The lesson has other blocks for roles than the same lesson in the default language: a reader would learn
    something else in another language. Blocks stand in the same order, for the same roles.""",
)
CALENDAR_WITHOUT_LANGUAGE = _code(
    245,
    "idle-calendar",
    W,
    "The calendar is for a language that the programme does not have, so nobody sees it.",
)
UNANSWERED = _code(
    250,
    "unanswered",
    W,
    """No active module answers a cause of failure, or serves a goal, that program.yaml names. Say in a module's
    `answers` or `serves` that it does, or write the module.""",
)
MINUTES_DISAGREE = _code(
    251,
    "minutes-disagree",
    W,
    """The stated minutes of a unit differ by more than half from what its text suggests: its words at half the pace of
    plain reading, and a minute and a half for each numbered step. Wrong minutes make wrong schedules.""",
)
LINKS_DIFFER = _code(
    252,
    "links-differ",
    W,
    "A translated lesson lacks a link of the original, or has one more. Links to the web may differ.",
)
OUTDATED_TRANSLATION = _code(
    253,
    "outdated-translation",
    W,
    """A section of the text in the default language has changed since it was translated. Translate it again; then
    `curriculum translated` records that the translation is up to date.""",
)
UNRECORDED_TRANSLATION = _code(
    254,
    "unrecorded-translation",
    INFO,
    """content/translations.csv does not say from which state of its source the translation was made, so nobody will
    notice when it is outdated. `curriculum translated` records it.""",
)
MIXED_CHECK = _code(
    257,
    "mixed-check",
    E,
    """A check has questions of the kind `opinion` beside others. A page with opinions says that nothing is right or
    wrong and has no pass mark; with other questions on it, that would not be true. Give opinions a module of their
    own.""",
)
NO_OPINIONS = _code(
    258,
    "pulse-without-questions",
    W,
    """A follow-up of the kind `pulse` names no module with questions of the kind `opinion`, so its readers have nothing
    to answer. Write them into the `check.<language>.yaml` of a module, and name it as `module`.""",
)

# ── 3: needs ────────────────────────────────────────────────────────────────────────────────────────────────
NO_ROLE = _code(
    301,
    "no-role",
    W,
    "No role fits the person. They get the baseline of their access; somebody should say what they do.",
)
PERSON_UNKNOWN = _code(
    302,
    "person-unknown",
    W,
    "What the person needs cannot be decided in full, because a field of the roster is missing.",
)
NO_WAVE = _code(
    303,
    "no-wave",
    W,
    "The person belongs to no wave of the roll-out, so their training has no due date from it.",
)
FUTURE_EVIDENCE = _code(
    304, "future-evidence", INFO, "The evidence is dated after the day that is asked about; it does not count."
)
OLD_EVIDENCE = _code(
    305, "old-evidence", W, "The evidence is older than the programme's look-back window; it does not count."
)
NOBODY_HOLDS = _code(306, "nobody-holds", W, "Nobody on the roster holds the role.")
CLOSES_NO_GAP = _code(
    307, "closes-no-gap", W, "The module closes nobody's gap: nothing that anybody needs asks for it."
)
UNKNOWN_EVIDENCE_PERSON = _code(
    308, "unknown-person", W, "The person is not on the roster. The row is kept and does not count."
)
MANAGER_LEFT = _code(309, "manager-left", W, "The person's manager has left, so nobody sees their training.")
ACCOUNT_WITHOUT_PERSON = _code(310, "account-without-person", W, "The account belongs to nobody on the roster.")
ACCESS_WITHOUT_ACCOUNT = _code(
    311,
    "access-without-account",
    W,
    "The roster gives the person access to the system, but there is no account of theirs.",
)
ACCESS_TOO_WIDE = _code(312, "access-too-wide", W, "The account may do more than any of the person's roles needs.")

# ── 4: plans ────────────────────────────────────────────────────────────────────────────────────────────────
DATE_IMPOSSIBLE = _code(
    401,
    "date-impossible",
    W,
    """There is less working time left before the due date than training to take. The due date stays; the first day by
    which everything can be done is named.""",
)
NOT_PROVEN = _code(
    402,
    "not-proven",
    W,
    "The learning path is good but not proven to be the shortest; how far off it can be is named.",
)
UNREACHABLE_LEVEL = _code(403, "unreachable-level", E, "No active module leads to a level that somebody needs.")

CODES.update(SCHEDULE_CODES)
EMPTY_CELL = _code(
    404,
    "empty-cell",
    W,
    """A cause of failure is about a role, or a goal is owned by it, but the role's learning path holds no module that
    answers the cause or serves the goal. `curriculum coverage` shows all cells.""",
)

# ── 6: rendering ────────────────────────────────────────────────────────────────────────────────────────────
FOREIGN_FOLDER = _code(
    601,
    "foreign-folder",
    E,
    "The output folder holds files that were not made by `curriculum build`. Nothing is deleted or written.",
)
SITE_FAILED = _code(602, "site-failed", E, "MkDocs could not build one of the sites; its message is shown.")
CANNOT_WRITE = _code(
    603, "cannot-write", E, "A file cannot be written: the disk is full or the folder may not be written to."
)
NO_MESSAGES = _code(
    604,
    "no-interface-language",
    W,
    "There is no interface in this language; buttons and headings are shown in English.",
)
TASK_NOT_TAUGHT = _code(
    605,
    "task-not-taught",
    W,
    """A daily task of a role points to a lesson of a module that the role's learning path does not hold, so the
    handbook cannot link to it. Require the competency, or name a lesson the role takes.""",
)
UNSAFE_PICTURE = _code(
    606,
    "picture-left-out",
    W,
    """A picture of a lesson is not there, or is an SVG file that could run a script in a reader's browser. The page
    shows its description instead.""",
)
SITE_WARNING = _code(
    607, "site-warning", W, "MkDocs built a site but found something wrong in it; its words are shown."
)
NO_BROWSER = _code(
    625,
    "no-browser",
    E,
    """PDFs were asked for, and there is no Chromium on this computer to make them with. The handbooks themselves are
    built. Install Chromium, Chrome or Edge, or name the program in the variable CHROMIUM; or print the page "The whole
    handbook" in any browser.""",
)
PDF_FAILED = _code(626, "pdf-failed", E, "The browser could not print a handbook as PDF; its message is shown.")
EDITIONS_MIXED = _code(
    627,
    "editions-mixed",
    E,
    """The output folder holds the other edition: trainers' pages show solutions and answers and do not belong between
    employees' handbooks. Nothing is written. Name another folder with --out.""",
)
INCOMPLETE_INTERFACE = _code(
    611,
    "incomplete-interface",
    W,
    """A catalog of messages in the workspace's folder locales/ lacks messages, or forms of the plural. Readers see
    those in English.""",
)
BAD_MESSAGE = _code(
    612,
    "bad-message",
    E,
    """A translated message cannot be said: its {names} are not those of the original. The whole catalog is left out
    until it is mended.""",
)
BAD_CATALOG = _code(
    613,
    "bad-catalog",
    E,
    """A file in the workspace's folder locales/ is no gettext catalog (.po) with a header that names UTF-8 and the
    plural forms.""",
)
BLOCK_NEVER_SHOWN = _code(
    614,
    "block-never-shown",
    W,
    """A block of a lesson is for roles, or for an access, whose people do not take the module, so no handbook shows
    it.""",
)
FOLDER_NOT_EMPTY = _code(
    610,
    "folder-not-empty",
    E,
    "`curriculum new` writes only into a new or empty folder, so that nothing of yours is overwritten.",
)

CODES.update(REPORT_CODES)
CODES.update(EXCHANGE_CODES)
