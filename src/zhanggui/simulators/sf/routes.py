"""A scan in the platform's codes and words."""

from zhanggui.simulators.stage.clock import written
from zhanggui.simulators.stage.journeys import Happening

TOLD_AS = {
    "collected": ("54", "顺丰速运 已收取快件"),
    "departed": ("30", "快件在【{place}】完成分拣，准备发往下一站"),
    "arrived": ("31", "快件到达【{place}】"),
    "delivering": ("204", "快件交给张师傅，正在派送途中"),
    "signed": ("80", '在官网"运单资料&签收图"，可查看签收人信息'),
    "trouble": ("70", "因联系不上收件人，派送不成功，待再次派送"),
    "refused": ("33", "收件人拒收，快件待退回"),
    "returning": ("631", "应寄件人要求，快件正退回寄件人"),
}
"""What happens in other ways is not told: the platform has no code for it that is known here."""


def route_of(one: Happening) -> dict[str, str] | None:
    """The scan as the platform tells it, or nothing."""
    if one.kind not in TOLD_AS:
        return None
    code, words = TOLD_AS[one.kind]
    return {
        "acceptTime": written(one.at),
        "acceptAddress": one.place,
        "remark": words.format(place=one.place),
        "opCode": code,
    }
