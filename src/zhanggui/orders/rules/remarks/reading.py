"""From the text of a remark to its requests. What is not clear stays a request of its own, unread."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from zhanggui.orders.rules.remarks.courtesy import is_courtesy
from zhanggui.orders.rules.remarks.found import Found, Template
from zhanggui.orders.rules.remarks.house import split_house
from zhanggui.orders.rules.remarks.recognisers import RECOGNISERS, WHOLE
from zhanggui.orders.rules.remarks.sentences import bare, clauses, is_thanks, sentences

UNREAD, CUSTOM = "unread", "custom"
_NOT_CLEAR = re.compile(
    r"不要|不用|不想|不能|不是|不发|不换|不改|别|勿|无需|不需要|除了|或者|还是|要么|如果|否则|吗|么[?？]?$|[?？]|能不能|可不可以|是否|可否|是不是"
)
_WAITING = re.compile(
    r"(?:不|别|勿|停|停止|暂停|暂缓)(?:要|用|能|许)?先?(?:发货|发出|寄出|出库|打包|发了|寄了|[发寄](?=$|[，,。；;！!～~]))"
    r"|拦截|截单|取消(?:订单|发货)|订单取消|不想?要了|等.{0,4}通知|等.{0,4}确认|(?:要|想|申请|全额|仅)退款"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST_SOURCE = 500


def read_remark(text: str, *, on: date, templates: Sequence[Template] = ()) -> list[Found]:
    """The requests of a text written on day `on`, in its order; the same text on the same day gives the same.

    A clause that says no, asks a question, names two things or nothing known is not guessed at.
    """
    found: dict[tuple[str, str], Found] = {}
    for sentence in sentences(text):
        for one in _read_sentence(sentence, on=on, templates=templates):
            found.setdefault((one.kind, one.source), one)
    return list(found.values())


def is_only_courtesy(message: str, *, on: date, templates: Sequence[Template] = ()) -> bool:
    """A message that is there and asks for nothing: greetings, thanks, praise, words to hurry."""
    return bool(message.strip()) and not read_remark(message, on=on, templates=templates)


def asks_to_wait(words: str) -> bool:
    """The words want the goods not to leave for now, or not at all. What stands in quotation marks is not asked."""
    return _WAITING.search(_without_quotes(words)) is not None


def _read_sentence(sentence: str, *, on: date, templates: Sequence[Template]) -> Iterator[Found]:
    if house := split_house(sentence):
        asked, by = house
        kinds = _meanings(asked, on=on, templates=templates, is_whole=True)
        if len(kinds) == 1:
            ((kind, fields, template_id),) = kinds
            yield Found(kind, sentence[:LONGEST_SOURCE], fields, template_id, by)
            return
        if len(clauses(asked)) == 1:
            yield Found(UNREAD, sentence[:LONGEST_SOURCE], written_by=by)
            return
        for one in _read_clauses(clauses(asked), on=on, templates=templates):
            yield Found(one.kind, one.source, one.fields, one.template_id, by)
        return
    yield from _read_clauses(clauses(sentence), on=on, templates=templates)


def _read_clauses(parts: Sequence[str], *, on: date, templates: Sequence[Template]) -> Iterator[Found]:
    for place, clause in enumerate(parts):
        if is_courtesy(clause) and not any(_says(clause, template) for template in templates):
            continue
        meanings = _meanings(clause, on=on, templates=templates)
        if len(meanings) != 1:
            yield Found(UNREAD, clause[:LONGEST_SOURCE])
            continue
        ((kind, fields, template_id),) = meanings
        rest = [part for part in parts[place + 1 :] if not is_thanks(part)]
        if kind in WHOLE and rest:
            whole = "，".join([clause, *rest])
            longer = _meanings(whole, on=on, templates=(), is_whole=True)
            if len(longer) == 1 and not any(_meanings(part, on=on, templates=templates) for part in rest):
                ((kind, fields, template_id),) = longer
                yield Found(kind, whole[:LONGEST_SOURCE], fields, template_id)
                return
        yield Found(kind, clause[:LONGEST_SOURCE], fields, template_id)


def _meanings(
    clause: str, *, on: date, templates: Sequence[Template], is_whole: bool = False
) -> list[tuple[str, dict[str, str], int | None]]:
    """Everything the clause could mean; one is clear, none or several are not."""
    if _NOT_CLEAR.search(_without_quotes(clause)):
        return []
    kinds = RECOGNISERS.items()
    text = bare(clause)
    found: list[tuple[str, dict[str, str], int | None]] = [
        (kind, fields, None)
        for kind, recognise in kinds
        if (not is_whole or kind in WHOLE or len(clauses(clause)) == 1) and (fields := recognise(text, on)) is not None
    ]
    found += [(CUSTOM, _custom_fields(text, template), template.id) for template in templates if _says(text, template)]
    return found


def _without_quotes(clause: str) -> str:
    return re.sub(r"「[^」]*」|“[^”]*”|\"[^\"]*\"", "", clause)


def _says(text: str, template: Template) -> bool:
    outside = _without_quotes(text)
    return any(word in outside for word in template.words if word)


def _custom_fields(text: str, template: Template) -> dict[str, str]:
    """The first field of text gets what follows the template's word; numbers and days are taken where they stand."""
    word = next(word for word in template.words if word and word in text)
    rest = text.split(word, 1)[1].strip(" :：")
    fields: dict[str, str] = {}
    for field in template.fields:
        match field.kind:
            case "number":
                value = _NUMBER.search(rest)
                fields[field.name] = value[0] if value else ""
            case "day":
                value = _DAY.search(rest)
                fields[field.name] = value[0] if value else ""
            case _:
                taken = any(fields.get(other.name) for other in template.fields if other.kind == "text")
                fields[field.name] = "" if taken else rest
    return fields
