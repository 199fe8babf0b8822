"""A handbook and its checks → Common Cartridge 1.1 with QTI 1.2, the version that Moodle and Canvas both take."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Diagnostic
from curriculum.exchange.manifests import href
from curriculum.exchange.package import Handbook
from curriculum.model import KnowledgeCheck, Question, QuestionKind

_CP = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
_PROFILE = {
    QuestionKind.SINGLE: "cc.multiple_choice.v0p1",
    QuestionKind.MULTIPLE: "cc.multiple_response.v0p1",
    QuestionKind.SHORT: "cc.fib.v0p1",
}


def cartridge_files(
    book: Handbook, titles: Mapping[str, str], checks: Mapping[str, KnowledgeCheck]
) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    """Path → bytes. `titles`: of pages and modules. Opinions are left out, and orders of steps: QTI 1.2 has none."""
    files = dict(book.files)
    said: list[Diagnostic] = []
    quizzes: dict[str, str] = {}
    for module, check in checks.items():
        for question in check.questions:
            if question.kind not in _PROFILE:
                why = "asks for an opinion" if question.kind is QuestionKind.OPINION else "puts steps in order"
                message = f"question '{question.id}' of module '{module}' {why}; left out"
                said.append(Diagnostic.of(codes.QUESTION_NOT_EXPORTED, question.at, message))
        kept = [q for q in check.questions if q.kind in _PROFILE]
        if kept:
            path = f"quizzes/{module}.xml"
            files[path] = _assessment(module, titles.get(module, module), kept).encode()
            quizzes[module] = path
    files["imsmanifest.xml"] = _manifest(book, titles, quizzes, sorted(files)).encode()
    return files, tuple(said)


def _manifest(book: Handbook, titles: Mapping[str, str], quizzes: Mapping[str, str], paths: list[str]) -> str:
    pages = list(book.pages)
    named = [*((f"P{n}", page) for n, page in enumerate(pages)), *((f"Q{n}", m) for n, m in enumerate(quizzes))]
    items = [
        f'        <item identifier="I-{id}" identifierref="R-{id}"><title>{escape(titles.get(of, of))}</title></item>'
        for id, of in named
    ]
    resources = [
        f'    <resource identifier="R-P{n}" type="webcontent" href={href(page)}>\n      <file href={href(page)}/>\n'
        f'      <dependency identifierref="R-ALL"/>\n    </resource>'
        for n, page in enumerate(pages)
    ]
    resources += [
        f'    <resource identifier="R-Q{n}" type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment">\n'
        f"      <file href={href(path)}/>\n    </resource>"
        for n, path in enumerate(quizzes.values())
    ]
    others = [p for p in paths if p not in pages and p not in quizzes.values()]
    rest = "\n".join(f"      <file href={href(path)}/>" for path in others)
    resources.append(f'    <resource identifier="R-ALL" type="webcontent">\n{rest}\n    </resource>')
    newline = "\n"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier={quoteattr(f"curriculum.{book.id}.{book.language}")} xmlns="{_CP}" xmlns:lomimscc="{_LOM}">
  <metadata>
    <schema>IMS Common Cartridge</schema>
    <schemaversion>1.1.0</schemaversion>
    <lomimscc:lom>
      <lomimscc:general>
        <lomimscc:title>
          <lomimscc:string language="{book.language}">{escape(book.title)}</lomimscc:string>
        </lomimscc:title>
      </lomimscc:general>
    </lomimscc:lom>
  </metadata>
  <organizations>
    <organization identifier="ORG-1" structure="rooted-hierarchy">
      <item identifier="ROOT">
{newline.join(items)}
      </item>
    </organization>
  </organizations>
  <resources>
{newline.join(resources)}
  </resources>
</manifest>
"""


def _assessment(module: str, title: str, questions: list[Question]) -> str:
    items = "\n".join(_item(question) for question in questions)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">
  <assessment ident={quoteattr(f"check-{module}")} title={quoteattr(title)}>
    <qtimetadata>
      <qtimetadatafield><fieldlabel>cc_profile</fieldlabel><fieldentry>cc.exam.v0p1</fieldentry></qtimetadatafield>
      <qtimetadatafield><fieldlabel>qmd_assessmenttype</fieldlabel><fieldentry>Examination</fieldentry></qtimetadatafield>
    </qtimetadata>
    <section ident="root">
{items}
    </section>
  </assessment>
</questestinterop>
"""


def _item(question: Question) -> str:
    response = _typed(question) if question.kind is QuestionKind.SHORT else _chosen(question)
    return f"""      <item ident={quoteattr(str(question.id))}>
        <itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>cc_profile</fieldlabel><fieldentry>{
        _PROFILE[question.kind]
    }</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>
        <presentation>
          <material><mattext texttype="text/plain">{escape(question.text)}</mattext></material>
{response}
      </item>"""


def _chosen(question: Question) -> str:
    labels = "\n".join(
        f"              <response_label ident={quoteattr(str(o.id))}><material>"
        f'<mattext texttype="text/plain">{escape(o.text)}</mattext></material></response_label>'
        for o in question.options
    )
    cardinality = "Single" if question.kind is QuestionKind.SINGLE else "Multiple"
    right = [f'<varequal respident="A">{escape(str(o.id))}</varequal>' for o in question.options if o.right]
    wrong = [
        f'<not><varequal respident="A">{escape(str(o.id))}</varequal></not>' for o in question.options if not o.right
    ]
    condition = right[0] if cardinality == "Single" else f"<and>{''.join([*right, *wrong])}</and>"
    return f"""          <response_lid ident="A" rcardinality="{cardinality}">
            <render_choice>
{labels}
            </render_choice>
          </response_lid>
        </presentation>
{_processing(condition)}"""


def _typed(question: Question) -> str:
    answers = "".join(f'<varequal respident="A" case="No">{escape(a)}</varequal>' for a in question.answers)
    condition = f"<or>{answers}</or>" if len(question.answers) > 1 else answers
    return f"""          <response_str ident="A" rcardinality="Single"><render_fib/></response_str>
        </presentation>
{_processing(condition)}"""


def _processing(condition: str) -> str:
    return f"""        <resprocessing>
          <outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>
          <respcondition continue="No">
            <conditionvar>{condition}</conditionvar>
            <setvar action="Set" varname="SCORE">100</setvar>
          </respcondition>
        </resprocessing>"""
