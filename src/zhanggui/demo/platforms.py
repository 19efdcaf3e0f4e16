"""The simulated platforms, and what a shop on each is linked with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from zhanggui.simulators.douyin import simulator as douyin
from zhanggui.simulators.jd import simulator as jd
from zhanggui.simulators.medusa import simulator as medusa
from zhanggui.simulators.oscar import simulator as oscar
from zhanggui.simulators.pinduoduo import simulator as pinduoduo
from zhanggui.simulators.saleor import simulator as saleor
from zhanggui.simulators.saleor import words as saleor_words
from zhanggui.simulators.shopex import simulator as shopex
from zhanggui.simulators.shopify import simulator as shopify
from zhanggui.simulators.taobao import simulator as taobao
from zhanggui.simulators.woocommerce import simulator as woocommerce


@dataclass(frozen=True)
class SimulatedPlatform:
    """`python -m zhanggui.simulators.{key}` plays it, and keeps what it knows in a file. `settings` of a link follow
    from the address at which it answers."""

    key: str
    settings: Callable[[str], dict[str, str]]
    secrets: Mapping[str, str]
    placing: str = "place"
    """What its script calls it when buyers order."""
    is_of_one_ware: bool = False
    """Whether an order there has a single line, however much the buyer takes."""


PLATFORMS: Mapping[str, SimulatedPlatform] = {
    one.key: one
    for one in (
        SimulatedPlatform(
            "taobao",
            lambda url: {"gateway": f"{url}/router/rest", "token_address": f"{url}/token", "app_key": taobao.APP_KEY},
            {"app_secret": taobao.APP_SECRET, "session": taobao.SESSION, "refresh_token": taobao.REFRESH},
            placing="orders",
        ),
        SimulatedPlatform(
            "jd",
            lambda url: {"gateway": f"{url}/routerjson", "authorisation": url, "app_key": jd.APP_KEY},
            {"app_secret": jd.APP_SECRET, "access_token": jd.ACCESS_TOKEN},
        ),
        SimulatedPlatform(
            "douyin",
            lambda url: {"gateway": url, "app_key": douyin.APP_KEY},
            {"app_secret": douyin.APP_SECRET, "access_token": douyin.ACCESS_TOKEN},
        ),
        SimulatedPlatform(
            "woocommerce",
            lambda url: {"url": url, "consumer_key": woocommerce.KEY},
            {"consumer_secret": woocommerce.SECRET},
        ),
        SimulatedPlatform(
            "oscar", lambda url: {"url": f"{url}/api", "username": oscar.USER}, {"password": oscar.PASSWORD}
        ),
        SimulatedPlatform("medusa", lambda url: {"url": url}, {"api_key": medusa.KEY}),
        SimulatedPlatform(
            "saleor", lambda url: {"url": url, "channel_id": saleor_words.CHANNEL}, {"token": saleor.TOKEN}
        ),
        SimulatedPlatform("shopify", lambda url: {"url": url}, {"access_token": shopify.TOKEN}),
        SimulatedPlatform(
            "pinduoduo",
            lambda url: {"gateway": f"{url}/api/router", "client_id": pinduoduo.CLIENT_ID},
            {
                "client_secret": pinduoduo.CLIENT_SECRET,
                "access_token": pinduoduo.ACCESS_TOKEN,
                "refresh_token": pinduoduo.REFRESH_TOKEN,
            },
            is_of_one_ware=True,
        ),
        SimulatedPlatform(
            "shopex",
            lambda url: {"hub": f"{url}/sync", "from_node_id": shopex.OURS, "to_node_id": shopex.SHOP},
            {"token": shopex.TOKEN},
        ),
    )
}

BESIDE = {"jd": "掌柜京东旗舰店", "pinduoduo": "掌柜拼多多专营店", "douyin": "掌柜抖音小店"}
"""The demo company's shops beside the one on Taobao, by platform."""
