"""What is told of incidents. The document is the incident."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.fulfilment.incidents.states import IncidentCause, IncidentEnd
from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class IncidentOpened(FactOf):
    """Something went wrong on the floor: {cause}"""

    NAME: ClassVar[str] = "fulfilment.incident.opened"
    SUBJECT: ClassVar[str] = "incident"
    LABELS: ClassVar = {"cause": IncidentCause}
    incident_id: int
    cause: str


@dataclass(frozen=True, slots=True)
class IncidentAssigned(FactOf):
    """{person} sees to it."""

    NAME: ClassVar[str] = "fulfilment.incident.assigned"
    SUBJECT: ClassVar[str] = "incident"
    incident_id: int
    person: str


@dataclass(frozen=True, slots=True)
class IncidentAsked(FactOf):
    """Service was asked: {words}"""

    NAME: ClassVar[str] = "fulfilment.incident.asked"
    SUBJECT: ClassVar[str] = "incident"
    incident_id: int
    words: str


@dataclass(frozen=True, slots=True)
class IncidentPictured(FactOf):
    """A picture was added."""

    NAME: ClassVar[str] = "fulfilment.incident.pictured"
    SUBJECT: ClassVar[str] = "incident"
    incident_id: int


@dataclass(frozen=True, slots=True)
class IncidentResolved(FactOf):
    """It is ended: {resolution}. {note}"""

    NAME: ClassVar[str] = "fulfilment.incident.resolved"
    SUBJECT: ClassVar[str] = "incident"
    LABELS: ClassVar = {"resolution": IncidentEnd}
    incident_id: int
    resolution: str
    note: str
