"""Words that ask for nothing of a parcel: greetings, thanks, praise, and to hurry. A new one is one more word below.

A clause asks for nothing when it says such a word and holds nothing else that is not listed: one word more, and it may
be about anything.
"""

import re

GREETINGS = """
    亲 亲亲 亲爱的 您好 你好 哈喽 掌柜 老板 老板娘 店家 店主 卖家 客服 美女 帅哥 小姐姐 小哥哥 小二
"""
THANKS = """
    谢 谢谢 谢啦 多谢 感谢 万分感谢 非常感谢 十分感谢 感激不尽 辛苦 辛苦了 麻烦 麻烦了 给您添麻烦了 拜托 拜托了
    有劳 劳烦 费心 受累 thanks thankyou thx 3q
"""
PRAISE = """
    好评 五星 5星 必好评 满意 很满意 非常满意 喜欢 很喜欢 超喜欢 很好 非常好 真好 太好了 很棒 真棒 太棒了 赞
    点赞 质量很好 质量不错 东西很好 东西不错 宝贝很好 宝贝不错 服务很好 态度很好 服务态度很好 物美价廉 很漂亮
    很好看 很好吃 老顾客 老客户 回头客 又来了 再次购买 第二次购买 下次再来 还会再来 支持 加油 期待 很期待 坐等
    大气
"""
"""Wishes are not among them: they may be the words of a card."""
HURRY = """
    尽快 尽早 尽量快 尽量早 赶快 赶紧 快点 快点儿 快些 快一点 早点 早点儿 早些 早一点 早日 速度 速速 速发 迅速
    抓紧 马上 立刻 立即 急 急用 急需 急要 急着用 急着要 着急 等着用 等着急用 加急 催单 催一下 催发货
"""
BESIDE = """
    请 请您 希望 能 能够 可以 尽量 务必 一定 帮忙 帮我 给 给我 我 我们 您 你 你们 会 必 的 了 哦 噢 喔 呀 啊 哈
    呢 吧 啦 哟 嗯 很 挺 非常 十分 比较 真 真的 一下 吗 嘛 ? ？ 安排 发货 发出 发出来 寄出 发 寄 快 收到 收货
    到货 送达
"""
"""What may stand beside them, and alone says too little to be passed over."""


def _any_of(*lists: str) -> re.Pattern[str]:
    words = sorted({word for each in lists for word in each.split()}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)), re.IGNORECASE)


_SIGNS = re.compile(r"[^\w?？]|_")
_SAID = _any_of(GREETINGS, THANKS, PRAISE, HURRY)
_LISTED = _any_of(GREETINGS, THANKS, PRAISE, HURRY, BESIDE)


def is_courtesy(clause: str) -> bool:
    """Nothing is asked in the clause, whoever reads it."""
    words = _SIGNS.sub("", clause)
    return not words or (_SAID.search(words) is not None and not _LISTED.sub("", words))
