"""The knowledge checks of the small programme: one of every kind of question in two languages, one carried by a unit."""

from __future__ import annotations

from curriculum.model import KnowledgeCheck, Option, Question, QuestionKind, Ref


def option(id: str, text: str, *, right: bool = False, feedback: str | None = None) -> Option:
    return Option(id=Ref(id), text=text, right=right, feedback=feedback)


def question(id: str, kind: str, text: str, *options: Option, feedback: str | None = None) -> Question:
    return Question(id=Ref(id), kind=QuestionKind(kind), text=text, options=options, feedback=feedback)


def short(id: str, text: str, *answers: str, feedback: str | None = None) -> Question:
    return Question(id=Ref(id), kind=QuestionKind.SHORT, text=text, answers=answers, feedback=feedback)


EN = KnowledgeCheck(
    pass_mark=75,
    attempts=2,
    questions=(
        question(
            "trust",
            "single",
            "When may you decide by a figure?",
            option("date", "When I know its date and what it counts", right=True, feedback="Both stand on the tile."),
            option("screen", "When it is on a screen", feedback="A screen shows old figures too."),
            option("boss", "When somebody says so"),
        ),
        question(
            "tile",
            "multiple",
            "What stands on a tile?",
            option("period", "The period", right=True, feedback="At the top."),
            option("updated", "When it was updated", right=True),
            option("wages", "The wages", feedback="Never."),
            feedback="Read the tile before the figure.",
        ),
        question(
            "steps",
            "order",
            "What comes first?",
            option("ask", "Write the question down"),
            option("period", "Set the period"),
            option("open", "Open the tile"),
        ),
        short("won", "How many deals were won?", "14", "fourteen", feedback="It stands in the first line."),
    ),
)
AR = KnowledgeCheck(
    pass_mark=75,
    attempts=2,
    questions=(
        question(
            "trust",
            "single",
            "متى يجوز أن تقرر بناءً على رقم؟",
            option("date", "عندما أعرف تاريخه وما يحصيه", right=True, feedback="كلاهما على البطاقة."),
            option("screen", "عندما يظهر على شاشة CRM", feedback="الشاشة تعرض أرقامًا قديمة أيضًا."),
            option("boss", "عندما يقول أحدهم ذلك"),
        ),
        question(
            "tile",
            "multiple",
            "ماذا تجد على البطاقة؟",
            option("period", "الفترة", right=True, feedback="في الأعلى."),
            option("updated", "وقت التحديث", right=True),
            option("wages", "الأجور", feedback="أبدًا."),
            feedback="اقرأ البطاقة قبل الرقم.",
        ),
        question(
            "steps",
            "order",
            "ما الذي يأتي أولًا؟",
            option("ask", "اكتب السؤال"),
            option("period", "اضبط الفترة"),
            option("open", "افتح البطاقة"),
        ),
        short("won", "كم صفقة رُبحت؟", "14", "أربع عشرة", feedback="العدد في السطر الأول."),
    ),
)
CARRIED = KnowledgeCheck(questions=(short("first", "What comes before entering?", "search"),))

CHECKS = {("reading-dashboards", "en"): EN, ("reading-dashboards", "ar"): AR, ("contacts-basics", "en"): CARRIED}
