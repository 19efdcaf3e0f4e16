"""An action of a desk or sheet: a flow on the chosen documents, its words, its key, its form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal

from django import forms
from django.db.models import Q

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.ui.desk.columns import Text

Look = Literal["primary", "plain", "danger"]


class ActionForm(forms.Form):
    """What an action asks before it runs. Its cleaned data become arguments of the flow by name.

    `asides` are fields that only help to fill others: the form takes them out itself. `finds` are what it works
    out from them.
    """

    asides: ClassVar[tuple[str, ...]] = ()
    finds: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        self.actor = actor
        super().__init__(*args, **kwargs)


@dataclass(frozen=True, slots=True)
class Way:
    """Where a person ends what a refusal of this code says: a desk, opened with the refused documents by one key."""

    code: str
    title: Text
    desk: str
    key: str
    tab: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Calls `flow(<ids>=[…], actor=…, at=…, **fixed, **form data)` and shows its Outcome.

    `confirm` is a sentence with {count}; `key` a letter; `undo` the name of the action that takes it back;
    `tabs` where it is offered (empty: everywhere); `on_sheet` which single documents offer it; `opens` the address
    of what the flow made, with {id} for the document, opened when all is done; `ways` out of refusals; `vouches`: who
    does it says to have read the document.
    """

    name: str
    title: Text
    flow: Callable[..., Outcome[Any]]
    ids: str
    grant: str = ""
    key: str = ""
    icon: str = ""
    look: Look = "plain"
    confirm: Text = ""
    form: type[ActionForm] | None = None
    undo: str = ""
    tabs: tuple[str, ...] = ()
    on_sheet: Q | None = None
    opens: str = ""
    ways: tuple[Way, ...] = ()
    fixed: dict[str, Any] = field(default_factory=dict)
    vouches: bool = False

    @property
    def is_guarded(self) -> bool:
        """It is refused on documents that somebody changed since they were seen: what is written or vouched for on
        their account may no longer hold."""
        return self.vouches or self.form is not None

    @property
    def right(self) -> str:
        """The right it needs: by default its own name, which is the flow's name."""
        return self.grant or self.name

    def run(self, ids: Sequence[Any], *, asked: dict[str, Any], actor: Actor, at: datetime) -> Outcome[Any]:
        return self.flow(**{self.ids: list(ids)}, **self.fixed, **asked, actor=actor, at=at)
