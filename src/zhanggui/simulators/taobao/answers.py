"""The envelope: the same answer as JSON, as simplified JSON, or as XML."""

import re
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import orjson

from .refused import Refused

CONTROLS = {b"\\n": b"\n", b"\\r": b"\r", b"\\t": b"\t"}
XML_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Many:
    """A list as the platform nests it: twice in plain JSON (`trades.trade[]`), once when simplified."""

    name: str
    items: list[dict[str, Any]]


@dataclass(frozen=True)
class Style:
    """How the caller wants the answer written."""

    xml: bool = True
    simplify: bool = False
    raw_controls: bool = False

    @property
    def content_type(self) -> str:
        return "text/xml;charset=UTF-8" if self.xml else "text/javascript;charset=UTF-8"


def root_of(method: str) -> str:
    """`taobao.trade.fullinfo.get` answers under `trade_fullinfo_get_response`."""
    return method.removeprefix("taobao.").replace(".", "_") + "_response"


def answer(method: str, content: dict[str, Any], *, request_id: str, style: Style) -> bytes:
    return _written(root_of(method), {**content, "request_id": request_id}, style, unwrap=style.simplify)


def refusal(refused: Refused, *, request_id: str, style: Style) -> bytes:
    """The error envelope. It keeps its wrapper even when the caller asked for simplified answers."""
    content: dict[str, Any] = {"code": refused.code, "msg": refused.msg}
    if refused.sub_code:
        content |= {"sub_code": refused.sub_code, "sub_msg": refused.sub_msg}
    return _written("error_response", {**content, "request_id": request_id}, style, unwrap=False)


def _written(root: str, content: dict[str, Any], style: Style, *, unwrap: bool) -> bytes:
    if style.xml:
        return f'<?xml version="1.0" encoding="utf-8" ?><{root}>{_xml(content)}</{root}>'.encode()
    text = orjson.dumps(
        content if unwrap else {root: content},
        default=_unnested if style.simplify else _nested,
        option=orjson.OPT_PASSTHROUGH_DATACLASS,
    )
    return with_raw_controls(text) if style.raw_controls else text


def _nested(many: Many) -> dict[str, Any]:
    return {many.name: many.items}


def _unnested(many: Many) -> list[dict[str, Any]]:
    return many.items


def _xml(content: dict[str, Any]) -> str:
    return "".join(_element(name, value) for name, value in content.items())


def _element(name: str, value: Any) -> str:
    if isinstance(value, Many):
        return f'<{name} list="true">' + "".join(_element(value.name, item) for item in value.items) + f"</{name}>"
    if isinstance(value, dict):
        return f"<{name}>{_xml(value)}</{name}>"
    if isinstance(value, bool):
        return f"<{name}>{str(value).lower()}</{name}>"
    return f"<{name}>{escape(XML_ILLEGAL.sub('', str(value)))}</{name}>"


def with_raw_controls(text: bytes) -> bytes:
    """JSON as the platform sometimes sends it: tabs and line ends raw inside texts, which strict readers refuse."""
    return re.sub(rb"\\.", lambda found: CONTROLS.get(found.group(), found.group()), text)
