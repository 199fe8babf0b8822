"""Knowledge checks → QTI 2.1 (1EdTech 2012): a zip with one item a question and a manifest."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Diagnostic
from curriculum.model import KnowledgeCheck, Question, QuestionKind

_NS = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates"


def qti21_files(checks: Mapping[str, KnowledgeCheck], language: str) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    """Path → bytes. Short answers match one of the accepted ones; steps are an order interaction."""
    files: dict[str, bytes] = {}
    said: list[Diagnostic] = []
    for module, check in checks.items():
        for question in check.questions:
            if question.kind is QuestionKind.OPINION:
                message = f"question '{question.id}' asks for an opinion, which nobody grades"
                said.append(Diagnostic.of(codes.QUESTION_NOT_EXPORTED, question.at, message))
                continue
            if question.kind is QuestionKind.SHORT and not question.answers:
                message = f"question '{question.id}' has no accepted answer"
                said.append(Diagnostic.of(codes.QUESTION_NOT_EXPORTED, question.at, message))
                continue
            files[f"items/{module}-{question.id}.xml"] = _item(module, question, language).encode()
    files["imsmanifest.xml"] = _manifest(sorted(files)).encode()
    return files, tuple(said)


def _item(module: str, question: Question, language: str) -> str:
    name = f"{module}-{question.id}"
    body = _short(question) if question.kind is QuestionKind.SHORT else _choice(question)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="{_NS}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="{_NS} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
  identifier={quoteattr(f"i-{name}")} title={quoteattr(name)}
  adaptive="false" timeDependent="false" xml:lang="{language}">
{body}</assessmentItem>
"""


def _choice(question: Question) -> str:
    cardinality = {QuestionKind.SINGLE: "single", QuestionKind.MULTIPLE: "multiple"}.get(question.kind, "ordered")
    right = "".join(f"<value>{_id(id)}</value>" for id in question.right)
    choices = "\n".join(
        f'      <simpleChoice identifier="{_id(str(o.id))}">{escape(o.text)}</simpleChoice>' for o in question.options
    )
    kind = "orderInteraction" if question.kind is QuestionKind.ORDER else "choiceInteraction"
    most = "" if question.kind is QuestionKind.ORDER else f' maxChoices="{int(question.kind is QuestionKind.SINGLE)}"'
    return f"""  <responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="identifier">
    <correctResponse>{right}</correctResponse>
  </responseDeclaration>
  <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
  <itemBody>
    <{kind} responseIdentifier="RESPONSE" shuffle="true"{most}>
      <prompt>{escape(question.text)}</prompt>
{choices}
    </{kind}>
  </itemBody>
  <responseProcessing template="{_TEMPLATES}/match_correct"/>
"""


def _short(question: Question) -> str:
    entries = "".join(f'<mapEntry mapKey={quoteattr(a)} mappedValue="1"/>' for a in question.answers)
    return f"""  <responseDeclaration identifier="RESPONSE" cardinality="single" baseType="string">
    <correctResponse><value>{escape(question.answers[0])}</value></correctResponse>
    <mapping defaultValue="0">{entries}</mapping>
  </responseDeclaration>
  <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
  <itemBody>
    <p>{escape(question.text)} <textEntryInteraction responseIdentifier="RESPONSE" expectedLength="30"/></p>
  </itemBody>
  <responseProcessing template="{_TEMPLATES}/map_response"/>
"""


def _id(id: str) -> str:
    """QTI identifiers begin with a letter."""
    return f"o-{id}"


def _manifest(paths: list[str]) -> str:
    resources = "\n".join(
        f'    <resource identifier="R-{number}" type="imsqti_item_xmlv2p1" href="{path}">'
        f'<file href="{path}"/></resource>'
        for number, path in enumerate(paths, 1)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="curriculum-items">
  <metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata>
  <organizations/>
  <resources>
{resources}
  </resources>
</manifest>
"""
