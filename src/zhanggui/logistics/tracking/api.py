"""Parcels on their way in the public API."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Answered, Asked, Flag, Id, Ids, flow_operation, run
from zhanggui.logistics.flows.ask_about_anomalies import ask_about_anomalies
from zhanggui.logistics.flows.close_tracking_accounts import close_tracking_accounts
from zhanggui.logistics.flows.drop_track_limits import drop_track_limits
from zhanggui.logistics.flows.follow_parcels import follow_parcels
from zhanggui.logistics.flows.intercept_anomalies import intercept_anomalies
from zhanggui.logistics.flows.own_anomalies import own_anomalies
from zhanggui.logistics.flows.poll_tracks import poll_tracks
from zhanggui.logistics.flows.resolve_anomalies import resolve_anomalies
from zhanggui.logistics.flows.set_track_limits import set_track_limits
from zhanggui.logistics.flows.set_tracking_accounts import set_tracking_accounts
from zhanggui.logistics.flows.tell_anomaly_buyers import tell_anomaly_buyers
from zhanggui.logistics.tracking.drafts import TrackingDraft
from zhanggui.logistics.tracking.rules import Limit
from zhanggui.logistics.tracking.states import Resolution

router = Router(tags=["tracking"])

Word = Annotated[str, Field(max_length=64)]
Named = Annotated[dict[Word, Annotated[str, Field(max_length=4000)]], Field(max_length=40)]


class ParcelSet(Asked):
    parcel_ids: Ids


class TrackSet(Asked):
    track_ids: Ids


class AnomalySet(Asked):
    anomaly_ids: Ids


class OwnAnomalies(AnomalySet):
    person_id: Id | None = None


class ResolveAnomalies(AnomalySet):
    resolution: Annotated[str, Field(pattern=f"^({'|'.join(Resolution.values)})$")]
    note: Annotated[str, Field(max_length=200)] = ""


class InterceptAnomalies(AnomalySet):
    reason: Annotated[str, Field(min_length=1, max_length=200)]


class TellAnomalyBuyers(AnomalySet):
    text: Annotated[str, Field(min_length=1, max_length=500)]


class LimitIn(Asked):
    stage: Annotated[str, Field(min_length=1, max_length=20)]
    carrier: Annotated[str, Field(max_length=32, description="Empty: every carrier.")] = ""
    region: Annotated[str, Field(max_length=60, description="Empty: every province.")] = ""
    hours: Annotated[int, Field(ge=1, le=720, strict=True)]


class SetTrackLimits(Asked):
    limits: Annotated[list[LimitIn], Field(min_length=1, max_length=1000)]


class DropTrackLimits(Asked):
    limit_ids: Ids


class TrackingAccountIn(Asked):
    code: Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[A-Za-z0-9_-]+$")]
    name: Annotated[str, Field(min_length=1, max_length=80)]
    source: Annotated[str, Field(min_length=1, max_length=32)]
    settings: Named = {}
    secrets: Annotated[Named, Field(description="Sealed, and never shown again.")] = {}
    priority: Annotated[int, Field(ge=0, le=9999, strict=True)] = 100
    is_pushed: Flag = True


class SetTrackingAccounts(Asked):
    accounts: Annotated[list[TrackingAccountIn], Field(min_length=1, max_length=200)]


class TrackingAccountSet(Asked):
    account_ids: Ids


@flow_operation(router, follow_parcels)
def follow_parcels_endpoint(request: HttpRequest, asked: ParcelSet) -> Answered:
    return run(follow_parcels, request, parcel_ids=asked.parcel_ids)


@flow_operation(router, poll_tracks)
def poll_tracks_endpoint(request: HttpRequest, asked: TrackSet) -> Answered:
    return run(poll_tracks, request, track_ids=asked.track_ids, is_asked_for=True)


@flow_operation(router, own_anomalies)
def own_anomalies_endpoint(request: HttpRequest, asked: OwnAnomalies) -> Answered:
    return run(own_anomalies, request, **_given(asked))


@flow_operation(router, resolve_anomalies)
def resolve_anomalies_endpoint(request: HttpRequest, asked: ResolveAnomalies) -> Answered:
    return run(resolve_anomalies, request, **_given(asked))


@flow_operation(router, intercept_anomalies)
def intercept_anomalies_endpoint(request: HttpRequest, asked: InterceptAnomalies) -> Answered:
    return run(intercept_anomalies, request, **_given(asked))


@flow_operation(router, ask_about_anomalies)
def ask_about_anomalies_endpoint(request: HttpRequest, asked: AnomalySet) -> Answered:
    return run(ask_about_anomalies, request, **_given(asked))


@flow_operation(router, tell_anomaly_buyers)
def tell_anomaly_buyers_endpoint(request: HttpRequest, asked: TellAnomalyBuyers) -> Answered:
    return run(tell_anomaly_buyers, request, **_given(asked))


@flow_operation(router, set_track_limits)
def set_track_limits_endpoint(request: HttpRequest, asked: SetTrackLimits) -> Answered:
    return run(set_track_limits, request, limits=[Limit(**one.model_dump()) for one in asked.limits])


@flow_operation(router, drop_track_limits)
def drop_track_limits_endpoint(request: HttpRequest, asked: DropTrackLimits) -> Answered:
    return run(drop_track_limits, request, limit_ids=asked.limit_ids)


@flow_operation(router, set_tracking_accounts)
def set_tracking_accounts_endpoint(request: HttpRequest, asked: SetTrackingAccounts) -> Answered:
    return run(set_tracking_accounts, request, accounts=[TrackingDraft(**one.model_dump()) for one in asked.accounts])


@flow_operation(router, close_tracking_accounts)
def close_tracking_accounts_endpoint(request: HttpRequest, asked: TrackingAccountSet) -> Answered:
    return run(close_tracking_accounts, request, account_ids=asked.account_ids)


def _given(asked: Asked) -> dict[str, Any]:
    return asked.model_dump()
