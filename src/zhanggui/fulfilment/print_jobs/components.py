"""The programs beside the browser that print: where each listens and which words it speaks.

Everything a program of one platform does differently stands in this table, and nowhere else. `is_confirmed`: several
sources say so; of the others only the port is known, and the rest is taken to be as most do it. The page of the
printers says which those are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

BROWSER, CLODOP = "browser", "clodop"
OWN_WAYS = (BROWSER, CLODOP)
"""What prints labels of our own."""


@dataclass(frozen=True, slots=True)
class Component:
    """A platform's print component. `dialect` names the script that speaks it (`fulfilment/printing/<dialect>.js`).

    `template_key` is what the address of the template is called in a document, `sender_key` what the sender is called
    in its `addData`; `at_once` is how many labels may be on their way before the component has said what became of
    them. Its word that a label is out is always that of the pushed result, never the answer to the order to print.
    """

    key: str
    label: str | Promise
    ws: int
    wss: int | None = None
    path: str = "/"
    dialect: str = "cainiao"
    template_key: str = "templateURL"
    sender_key: str = "sender"
    at_once: int = 5
    test_template: str = ""
    is_confirmed: bool = True


_CAINIAO_TEST = "http://cloudprint.cainiao.com/template/standard/101"
"""A standard template that prints without data. UNCONFIRMED: it may have another number today."""

COMPONENTS: Mapping[str, Component] = {
    one.key: one
    for one in (
        Component("cainiao", _("Cainiao print component"), 13528, 13529, test_template=_CAINIAO_TEST),
        Component("pinduoduo", _("Pinduoduo print component"), 5000, 18653, template_key="templateUrl"),
        Component("douyin", _("Doudian print component"), 13888, 13999, sender_key="senderInfo"),
        Component("kuaishou", _("Kuaishou print component"), 16888, 16889, path="/ks/printer", at_once=1),
        Component("jd", _("Jingdong print component"), 9113, dialect="jd", template_key="tempUrl"),
        Component("xiaohongshu", _("Xiaohongshu print component"), 10818, is_confirmed=False),
        Component("dewu", _("Dewu print component"), 23825, is_confirmed=False),
        Component("weixin_channels", _("Weixin Channels print component"), 12705, at_once=1, is_confirmed=False),
    )
}
CLODOP_HTTP, CLODOP_HTTPS = (8000, 18000), (8443,)
WAYS = (*OWN_WAYS, *COMPONENTS)
WAY_WORDS: Mapping[str, str | Promise] = {
    BROWSER: pgettext_lazy("printing", "Browser"),
    CLODOP: "C-Lodop",
    **{key: one.label for key, one in COMPONENTS.items()},
}


def component_named(key: str) -> Component:
    """The component at the port it really has here: a setting may put it elsewhere."""
    one = COMPONENTS[key]
    port = _ports().get(key)
    return replace(one, ws=port, wss=None) if port else one


def address_of(one: Component, *, is_secure: bool) -> str:
    """Where a page finds it. A page that came encrypted prefers the encrypted door, where there is one."""
    if is_secure and one.wss:
        return f"wss://localhost:{one.wss}{one.path}"
    return f"ws://localhost:{one.ws}{one.path}"


def clodop_addresses(*, is_secure: bool) -> list[str]:
    """The script of C-Lodop, at the places it may be."""
    if port := _ports().get(CLODOP):
        return [f"http://localhost:{port}"]
    if is_secure:
        return [f"https://localhost:{one}" for one in CLODOP_HTTPS]
    return [f"http://localhost:{one}" for one in CLODOP_HTTP]


def plain(one: Component, *, is_secure: bool) -> dict[str, Any]:
    """What the page's script knows of it."""
    return {
        "key": one.key,
        "label": str(one.label),
        "address": address_of(one, is_secure=is_secure),
        "dialect": one.dialect,
        "templateKey": one.template_key,
        "senderKey": one.sender_key,
        "atOnce": one.at_once,
        "testTemplate": one.test_template,
        "isConfirmed": one.is_confirmed,
    }


def local_policy(*, is_secure: bool) -> str:
    """What a page that prints may reach besides ourselves: these programs on this computer, and nothing else."""
    doors = [address_of(component_named(key), is_secure=secure) for key in COMPONENTS for secure in {is_secure, False}]
    sockets = sorted({door.split("://")[0] + "://" + door.split("://")[1].split("/")[0] for door in doors})
    clodop = clodop_addresses(is_secure=is_secure)
    own = [one.replace("http", "ws", 1) for one in clodop]
    return f"connect-src 'self' {' '.join([*sockets, *clodop, *own])}; script-src 'self' {' '.join(clodop)}"


def _ports() -> Mapping[str, int]:
    ports: Mapping[str, int] = getattr(settings, "PRINT_COMPONENT_PORTS", {})
    return ports
