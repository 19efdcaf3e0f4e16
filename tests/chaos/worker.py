"""A worker of our side, as a program of its own that may be killed anywhere: it pulls, weighs and tells, over and over.

python -m tests.chaos.worker SHOP_ID…
"""

import os
import sys
import time
from contextlib import suppress

import django


def main(shop_ids: list[int]) -> None:
    """Until it is killed."""
    from django.db import DatabaseError, connection

    from zhanggui.channels.flows.match_shops import match_shops
    from zhanggui.channels.flows.publish_stock import publish_stock
    from zhanggui.channels.flows.pull_orders import pull_orders
    from zhanggui.channels.flows.pull_refunds import pull_refunds
    from zhanggui.channels.flows.renew_links import LinkRenewal, renew_links
    from zhanggui.channels.flows.weigh_listings import weigh_listings
    from zhanggui.channels.models import ShopLink
    from zhanggui.kernel.actor import system_actor
    from zhanggui.kernel.clock import now

    actor = system_actor("chaos")
    while True:
        with suppress(DatabaseError):
            for shop_id in shop_ids:
                pull_orders(shop_ids=[shop_id], actor=actor, at=now())
                pull_refunds(shop_ids=[shop_id], actor=actor, at=now())
                weigh_listings(actor=actor, at=now())
                publish_stock(shop_ids=[shop_id], actor=actor, at=now())
            match_shops(shop_ids=shop_ids, actor=actor, at=now())
            # a person authorises a shop again whose session was refused
            expired = ShopLink.objects.filter(state="expired").values_list("shop_id", flat=True)
            renew_links(links=[LinkRenewal(shop_id, {}) for shop_id in expired], actor=actor, at=now())
        connection.close_if_unusable_or_obsolete()
        time.sleep(0.05)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhanggui.config.settings.base")
    django.setup()
    main([int(word) for word in sys.argv[1:]])
