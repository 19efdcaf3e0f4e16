"""The log as a notifier: nobody is reached, and every notice can be read, its receiver masked."""

import logging
from collections.abc import Mapping, Sequence

from zhanggui.kernel.doors.notifier import Address, Notice, NotifierAccount, NowhereToReach
from zhanggui.kernel.refusal import Refusal

LABEL = "Log only"
_log = logging.getLogger("zhanggui.notices")


class LogNotifier:
    """Whoever has any address is logged."""

    key = "log"
    label = LABEL

    def address(self, to: Address) -> str:
        """The mobile, or the e-mail address."""
        return to.mobile or to.email

    def send(self, account: NotifierAccount, *, notices: Sequence[Notice]) -> Mapping[str, Refusal]:
        """Each is one line of the log."""
        refused: dict[str, Refusal] = {}
        for one in notices:
            if not self.address(one.to):
                refused[one.key] = NowhereToReach(notifier=LABEL)
            else:
                _log.info("notice %s to %s: %s", one.key, f"…{self.address(one.to)[-2:]}", one.subject)
        return refused
