"""The built-in layouts, and which of them a file is written in."""

from collections.abc import Sequence

from zhanggui.connectors.files.layouts import douyin, jd, pinduoduo, taobao, zhanggui
from zhanggui.connectors.files.layouts.layout import Layout
from zhanggui.kernel.refusal import Refusal

_ROOMS = (zhanggui, taobao, jd, pinduoduo, douyin)
LAYOUTS: dict[str, Layout] = {layout.name: layout for room in _ROOMS for layout in room.LAYOUTS}


class UnknownLayout(Refusal):
    """File {file} is in no known layout. Headers found: {headers}.
    Nearest layout: {nearest}, which also needs: {missing}.
    If the headers cannot be read, the file has another encoding: save it as UTF-8 or XLSX."""


class NoSuchLayout(Refusal):
    """There is no layout {layout}. Known layouts: {known}."""


class MissingColumn(Refusal):
    """File {file} lacks the columns {missing} of the layout {layout}. Headers found: {headers}."""


def get_layout(name: str) -> Layout:
    if name not in LAYOUTS:
        raise NoSuchLayout(layout=name, known=", ".join(LAYOUTS))
    return LAYOUTS[name]


def recognise(headers: Sequence[str]) -> Layout | None:
    """The layout most like these headers among those whose required columns are all there."""
    fitting = [layout for layout in LAYOUTS.values() if not layout.missing(headers)]
    return max(fitting, key=lambda layout: layout.likeness(headers), default=None)


def nearest(headers: Sequence[str]) -> Layout:
    """The layout to name when none fits."""
    return max(LAYOUTS.values(), key=lambda layout: layout.likeness(headers))
