"""The manifests of SCORM 1.2, SCORM 2004 4th edition and cmi5. Every file of the package is named in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from curriculum.exchange.package import SHELL, Handbook

_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"


def href(path: str) -> str:
    """A path as an attribute, percent-encoded: names may be Arabic."""
    return quoteattr(quote(path))


def _files(paths: Iterable[str]) -> str:
    return "\n".join(f"      <file href={href(path)}/>" for path in sorted(paths))


def scorm12(book: Handbook, paths: Iterable[str]) -> bytes:
    """`imsmanifest.xml` of SCORM 1.2 (ADL 2001): one SCO."""
    mastery = f"\n        <adlcp:masteryscore>{book.mastery}</adlcp:masteryscore>" if book.mastery else ""
    title = escape(book.title)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier={quoteattr(f"curriculum.{book.id}.{book.language}")} version="1.0"
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"
  xmlns:xsi="{_XSI}"
  xsi:schemaLocation="http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd
    http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="ORG-1">
    <organization identifier="ORG-1">
      <title>{title}</title>
      <item identifier="ITEM-1" identifierref="RES-1" isvisible="true">
        <title>{title}</title>{mastery}
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="RES-1" type="webcontent" adlcp:scormtype="sco" href="{SHELL}">
{_files(paths)}
    </resource>
  </resources>
</manifest>
""".encode()


def scorm2004(book: Handbook, paths: Iterable[str]) -> bytes:
    """`imsmanifest.xml` of SCORM 2004 4th edition (ADL 2009): one SCO that says itself how it stands."""
    title = escape(book.title)
    measure = ""
    if book.mastery:
        score = book.mastery / 100
        measure = f"<imsss:minNormalizedMeasure>{score}</imsss:minNormalizedMeasure>"
    satisfied = ' satisfiedByMeasure="true"' if measure else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier={quoteattr(f"curriculum.{book.id}.{book.language}")} version="1.0"
  xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"
  xmlns:imsss="http://www.imsglobal.org/xsd/imsss" xmlns:xsi="{_XSI}"
  xsi:schemaLocation="http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd
    http://www.adlnet.org/xsd/adlcp_v1p3 adlcp_v1p3.xsd http://www.imsglobal.org/xsd/imsss imsss_v1p0.xsd">
  <metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
  <organizations default="ORG-1">
    <organization identifier="ORG-1">
      <title>{title}</title>
      <item identifier="ITEM-1" identifierref="RES-1" isvisible="true">
        <title>{title}</title>
        <imsss:sequencing>
          <imsss:objectives>
            <imsss:primaryObjective objectiveID="PRIMARYOBJ"{satisfied}>{measure}</imsss:primaryObjective>
          </imsss:objectives>
          <imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/>
        </imsss:sequencing>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="RES-1" type="webcontent" adlcp:scormType="sco" href="{SHELL}">
{_files(paths)}
    </resource>
  </resources>
</manifest>
""".encode()


def cmi5(book: Handbook, home: str) -> bytes:
    """`cmi5.xml` (cmi5 1.0): one assignable unit. `home`: an address that the ids start with."""
    words = f'<langstring lang="{escape(book.language)}">{escape(book.title)}</langstring>'
    course = f"{home.rstrip('/')}/{book.id}/{book.language}"
    has_checks = bool(book.checks)
    mastery = f' masteryScore="{book.mastery / 100}"' if book.mastery else ""
    move_on = "CompletedAndPassed" if has_checks else "Completed"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
  <course id={quoteattr(course)}>
    <title>{words}</title>
    <description>{words}</description>
  </course>
  <au id={quoteattr(f"{course}/au")} moveOn="{move_on}"{mastery} launchMethod="AnyWindow">
    <title>{words}</title>
    <description>{words}</description>
    <url>{SHELL}</url>
  </au>
</courseStructure>
""".encode()
