"""Codes of the exchange with other systems: CUR801 to CUR849. `codes` gathers them."""

from __future__ import annotations

from typing import Final

from curriculum.diagnostics import Code, Severity

E, W, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

EXCHANGE_CODES: Final[dict[str, Code]] = {}


def _code(number: int, name: str, severity: Severity, explanation: str) -> Code:
    code = Code(f"CUR{number}", name, severity, " ".join(explanation.split()))
    EXCHANGE_CODES[code.number] = code
    return code


SOURCE_UNREADABLE = _code(
    801,
    "source-unreadable",
    E,
    """The source of an import is missing, or is not in the format that was asked for. Nothing is written.""",
)
SOURCE_TOO_LARGE = _code(
    802,
    "source-too-large",
    E,
    """The source holds a line, a file or a nesting that no real export has. The limits protect against damaged and
    hostile files.""",
)
ENCODING_UNKNOWN = _code(
    803,
    "encoding-unknown",
    E,
    """The bytes are not UTF-8, and neither Arabic (CP1256) nor Hebrew (CP1255) fits them clearly. Name the encoding in
    the map: `encoding: cp1250`.""",
)
MAPPED = _code(
    804,
    "mapped",
    INFO,
    """What the source says was read as something of ours. Nothing is wrong; read it once, and put another choice into
    the map if it is not what you mean.""",
)
LEFT_OUT = _code(
    805,
    "left-out",
    W,
    """Something of the source has no place here and was not imported. The place in the source is named.""",
)
MAP_WRONG = _code(
    806,
    "map-wrong",
    E,
    """The map names something that the source does not have, or does not say what the source needs. Nothing is
    written.""",
)
DATE_UNCLEAR = _code(
    807,
    "date-unclear",
    W,
    """A date can be read in two ways (03/04/2026), or not at all. It was left empty. Say `dates: day-month-year`,
    `month-day-year`, `jalali` or `excel` in the map.""",
)
NO_ID = _code(
    808, "row-without-id", W, "A row names nobody: it has no id. It is never joined by name, because names are shared."
)
IDENTICAL_ROW = _code(809, "identical-row", W, "The same row stands in the source twice. It was taken once.")
SAME_ID = _code(
    810,
    "same-id-different-row",
    W,
    """Two rows of the source have one id and say different things. The first was taken. If the rows are periods of one
    person, map their days to `from_on` and `until_on`.""",
)
SHARED_NAME = _code(
    811, "shared-name", W, "Several people have one name. They stay apart: people are joined by id only."
)
MANAGER_UNKNOWN = _code(
    812,
    "manager-unknown",
    W,
    "The manager of a row is nobody's id, nor one person's address or name. The cell was left empty.",
)
RENAMED = _code(
    813,
    "department-renamed",
    W,
    """A department is gone and everybody of it is in one that was not there before. It was probably renamed: check the
    rules in roles/ and program.yaml that name it.""",
)
MANY_LEAVERS = _code(
    814,
    "many-leavers",
    E,
    """More than half of the people of the roster are missing in the source. That is more often a wrong file than a
    wave of leavers. Say `leavers: end` in the map if it is true.""",
)
LEVEL_UNKNOWN = _code(
    815,
    "level-unknown",
    E,
    """A level of the source has no counterpart in the programme. Write it into the map:
    `levels: {Awareness: beginner}`. Nothing is written.""",
)
TWINS_DIFFER = _code(
    816,
    "languages-differ",
    W,
    """The source says something different in two languages: other minutes, another order of units, another place of the
    right answer. The first language was taken.""",
)
INCLUDE_MISSING = _code(817, "include-missing", W, "A lesson includes a file that is not in the source.")
QUESTION_LEFT_OUT = _code(
    818,
    "question-left-out",
    W,
    "A question cannot be answered as it stands in the source, or has an unknown kind.",
)
XML_REFUSED = _code(
    819,
    "xml-refused",
    E,
    """The XML declares entities or a document type, or is not well-formed. Entities can blow a small file up to fill
    the memory, or read other files; no export of a learning system needs them.""",
)
ZIP_REFUSED = _code(
    820,
    "archive-refused",
    E,
    """The archive holds a name that leads out of its folder, a link, or more than it may when unpacked.""",
)
EDITED_HERE = _code(
    821,
    "edited-here",
    W,
    """A file that was imported earlier has been edited since, and the source changed too. Your file stays. Use
    `--overwrite` to take the source's.""",
)
PERSON_UNKNOWN = _code(
    822,
    "evidence-of-nobody",
    W,
    "Evidence names somebody who is not in the roster. Import the roster first, or map the person.",
)
TRAINING_UNKNOWN = _code(
    823,
    "training-unknown",
    W,
    """Evidence names a course that the map does not know and that is no module. Write `modules: {"their name": our-id}`
    into the map.""",
)
NOT_DONE = _code(
    824, "not-done", INFO, "Rows that the rule of the map does not count as done, or that were taken back."
)
NO_LICENCE = _code(
    825,
    "licence-unknown",
    W,
    """The source has no file that says under which licence its text may be used. Ask its owner before you publish.""",
)
NO_DONE_RULE = _code(
    826,
    "no-rule-for-done",
    E,
    """The source has words for how training ended that say nothing clear. Say what counts in the map:
    `outcomes: {Completed: completed, Started: attempted}`.""",
)
TEXT_ADAPTED = _code(
    827,
    "text-adapted",
    INFO,
    "Marks of the source's own publishing system were put into plain Markdown; the words are the same.",
)
SOURCE_DIFFERS = _code(
    828,
    "source-differs",
    W,
    "The source disagrees with itself, for example a path whose levels are not those of its modules. Both are shown.",
)
OTHER_LANGUAGE = _code(
    829,
    "other-language-only",
    E,
    """The source has no text in the default language of the workspace, so some of your readers could not read it.
    Import it into a folder of its own, or import the text in the default language first.""",
)
ROLE_UNKNOWN = _code(
    830,
    "role-unknown",
    W,
    """A roster names a role or a wave that the workspace does not have. It is kept, and the check names it once until
    it is there. Write the file, or say in the map which of yours it is.""",
)
NOTHING_TO_EXPORT = _code(
    831, "nothing-to-export", E, "There is no such role, module or language, or nothing of it to put into a package."
)
PACKAGE_BROKEN = _code(
    832,
    "package-broken",
    E,
    """A page of the package links to a file that is not in it, or the manifest and the files differ. The package was
    not written.""",
)
STATE_TOO_LONG = _code(
    833,
    "state-too-long",
    W,
    """The progress of so many lessons and checks does not fit into the 4096 characters of SCORM 1.2. Use SCORM 2004 or
    cmi5, or one package a module.""",
)
QUESTION_NOT_EXPORTED = _code(
    834, "question-not-exported", W, "The format has no place for this kind of question, so it was left out."
)
