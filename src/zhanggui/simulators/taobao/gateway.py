"""/router/rest: one call from its bytes to its answer, checked in the platform's order."""

import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

from werkzeug.wrappers import Request

from .answers import Style, answer, refusal
from .call import Call
from .chaos import AFTER, BEFORE, Fault
from .methods import METHODS
from .moments import read
from .platform import Platform
from .refused import Refused
from .signing import is_signed

TOLERANCE = timedelta(minutes=10)


@dataclass(frozen=True)
class Given:
    """What leaves the gateway: bytes, the method that was called, and the fault to play while sending them."""

    body: bytes
    content_type: str
    method: str
    fault: Fault | None = None


def give(platform: Platform, request: Request) -> Given:
    """The answer to one call; the call is in the log afterwards."""
    started = time.perf_counter()
    request_id = uuid.uuid4().hex[:13]
    params: dict[str, str] = {}
    fault: Fault | None = None
    outcome = "ok"
    style = Style()
    try:
        if request.method not in ("GET", "POST"):
            raise Refused(9, "Http action not allowed")
        params = received(request)
        style = style_of(params, platform)
        check_system(params, platform)
        method = METHODS[params["method"]]
        platform.chaos.check_ban()
        fault = platform.chaos.take(BEFORE, params["method"])
        if fault and fault.kind in ("refuse", "throttle"):
            raise fault.refusal()
        if fault:
            outcome = fault.kind
            return Given(b"", style.content_type, params["method"], fault)
        if method.needs_session:
            platform.sessions.check(params.get("session"))
        content = method.answer(Call(platform, params, platform.clock()))
        fault = platform.chaos.take(AFTER, params["method"])
        if fault:
            outcome = f"ok+{fault.kind}"
        if fault and fault.kind == "raw":
            style = Style(style.xml, style.simplify, raw_controls=True)
        body = answer(params["method"], content, request_id=request_id, style=style)
        return Given(body, style.content_type, params["method"], fault)
    except Refused as refused:
        outcome = f"{refused.code} {refused.sub_code}".strip()
        body = refusal(refused, request_id=request_id, style=style)
        return Given(body, style.content_type, params.get("method", ""))
    finally:
        took = (time.perf_counter() - started) * 1000
        entry = {"at": platform.clock().isoformat(), "method": params.get("method", ""), "tid": params.get("tid", "")}
        platform.log.appendleft(entry | {"result": outcome, "ms": round(took, 1), "request_id": request_id})


def received(request: Request) -> dict[str, str]:
    """System and business parameters from query and body alike; files are not among them."""
    try:
        pairs = parse_qsl(request.query_string.decode("ascii"), keep_blank_values=True, errors="strict")
        if request.mimetype == "multipart/form-data":
            pairs += request.form.items(multi=True)
        else:
            pairs += parse_qsl(request.get_data().decode("utf-8"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise Refused(47, "Invalid encoding") from None
    return dict(pairs)


def style_of(params: dict[str, str], platform: Platform) -> Style:
    """XML unless JSON is asked for; an unknown format is refused, in XML."""
    form = params.get("format", "xml")
    if form not in ("xml", "json"):
        raise Refused(23, "Invalid format")
    return Style(
        xml=form == "xml",
        simplify=form == "json" and params.get("simplify") == "true",
        raw_controls=platform.chaos.settings.raw_controls,
    )


def check_system(params: dict[str, str], platform: Platform) -> None:
    """Refuses a call whose system parameters are missing, wrong, stale or wrongly signed."""
    if not params.get("method"):
        raise Refused(21, "Missing method")
    if params["method"] not in METHODS:
        raise Refused(22, "Invalid method")
    if not params.get("app_key"):
        raise Refused(28, "Missing app key")
    if params["app_key"] != platform.app_key:
        raise Refused(29, "Invalid app key")
    check_timestamp(params.get("timestamp", ""), platform.clock())
    if not params.get("v"):
        raise Refused(32, "Missing version")
    if params["v"] != "2.0":
        number = params["v"].replace(".", "", 1).isdigit()
        raise Refused(34, "Unsupported version") if number else Refused(33, "Invalid version")
    if not params.get("sign_method"):
        raise Refused(40, "Missing required arguments:sign_method")
    if not params.get("sign"):
        raise Refused(24, "Missing signature")
    if not is_signed(params, secret=platform.app_secret, method=params["sign_method"]):
        raise Refused(25, "Invalid signature")


def check_timestamp(text: str, now: datetime) -> None:
    """The caller's clock may be ten minutes off; one of the platform's own clients sends epoch milliseconds."""
    if not text:
        raise Refused(30, "Missing timestamp")
    try:
        stated = datetime.fromtimestamp(int(text) / 1000, UTC) if text.isdigit() else read(text)
    except (ValueError, OverflowError, OSError):
        raise Refused(31, "Invalid timestamp") from None
    if abs(now - stated) > TOLERANCE:
        raise Refused(31, "Invalid timestamp")
