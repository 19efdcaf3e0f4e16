"""The log as a notifier: nobody is reached, and every notice can be read, its receiver masked."""

import logging
from collections.abc import Mapping, Sequence

from zhanggui.kernel.doors.notifier import AddressKind, Notice, NotifierAccount, NowhereToReach
from zhanggui.kernel.refusal import Refusal

LABEL = "Log only"
_log = logging.getLogger("zhanggui.notices")


class LogNotifier:
    """Whoever has any address is logged, by the mobile like a text message, else by the e-mail address."""

    key = "log"
    label = LABEL
    reaches = (AddressKind.MOBILE, AddressKind.EMAIL)

    def send(self, account: NotifierAccount, *, notices: Sequence[Notice]) -> Mapping[str, Refusal]:
        """Each is one line of the log."""
        refused: dict[str, Refusal] = {}
        for one in notices:
            if not (address := one.to.by(self.reaches)):
                refused[one.key] = NowhereToReach(notifier=LABEL)
            else:
                _log.info("notice %s to %s: %s", one.key, f"…{address[-2:]}", one.subject)
        return refused
