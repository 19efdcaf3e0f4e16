"""The line to each platform: its keys, how far we have read, what we still have to tell it, what we could not read."""

import secrets
from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhanggui.channels.states import FILE_STEPS, LINK_STEPS, NOTICE_STEPS, FileState, LinkState, NoticeState, UnreadKind
from zhanggui.fulfilment.models import Parcel
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.seal import unseal
from zhanggui.orders.models import Order
from zhanggui.people.models import Shop


def new_address() -> str:
    """32 letters and digits that nobody guesses."""
    return secrets.token_hex(16)


class ShopLinkQuerySet(models.QuerySet["ShopLink"]):
    def visible_to(self, actor: Actor) -> "ShopLinkQuerySet":
        return self if actor.shop_ids is None else self.filter(shop_id__in=actor.shop_ids)

    def of_shops(self, shop_ids: Sequence[int], *, actor: Actor) -> "dict[int, ShopLink]":
        """The links of these shops by shop, locked until the transaction ends."""
        links = self.visible_to(actor).filter(shop_id__among=set(shop_ids)).select_related("shop").order_by("pk")
        return {link.shop_id: link for link in links.select_for_update(of=("self",), no_key=True)}


class ShopLink(models.Model):
    """How one shop is reached. `secrets` is sealed; `covered_to` moves only with the page that covers it."""

    STEPS = LINK_STEPS

    shop = models.OneToOneField(Shop, on_delete=models.CASCADE, related_name="link")
    state = models.CharField(max_length=8, choices=LinkState.choices, default=LinkState.WORKING)
    settings = models.JSONField(default=dict)
    secrets = models.BinaryField()
    covered_to = models.DateTimeField()
    refunds_covered_to = models.DateTimeField(null=True, blank=True)
    push_address = models.CharField(
        max_length=32,
        unique=True,
        default=new_address,
        help_text="Where its platform sends messages.",
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    pulled_at = models.DateTimeField(null=True, blank=True)
    wait_until = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(
        max_length=300, blank=True, help_text="The last refusal's sentence, empty when all is well."
    )
    warned_for = models.DateTimeField(
        null=True, blank=True, help_text="The end of the authorisation that was warned of last."
    )

    objects = ShopLinkQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=LinkState.values), name="shop_link_state_known")]

    def __str__(self) -> str:
        return f"{self.shop_id}: {self.state}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, actor: Actor) -> "NoticeQuerySet":
        return self if actor.shop_ids is None else self.filter(shop_id__in=actor.shop_ids)


class Notice(models.Model):
    """One parcel of one order, to be told to its platform once."""

    STEPS = NOTICE_STEPS

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="notices")
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="notices", db_index=False)
    state = models.CharField(max_length=8, choices=NoticeState.choices, default=NoticeState.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(
        max_length=80, blank=True, default="", db_default="", help_text="Who set right what was told in vain."
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parcel", "order"], name="notice_once"),
            models.CheckConstraint(condition=Q(state__in=NoticeState.values), name="notice_state_known"),
        ]
        indexes = [models.Index(fields=["state", "id"], name="notice_open", condition=~Q(state="told"))]

    def __str__(self) -> str:
        return f"{self.parcel_id} of {self.order_id}: {self.state}"


class UnreadQuerySet(models.QuerySet["Unread"]):
    def visible_to(self, actor: Actor) -> "UnreadQuerySet":
        return self if actor.shop_ids is None else self.filter(shop_id__in=actor.shop_ids)


class Unread(models.Model):
    """A payload that could not be understood: kept sealed as it came, named, out of the way of the others."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=UnreadKind.choices, default=UnreadKind.ORDER)
    number = models.CharField(max_length=64, help_text="Of the order, also where a refund of it is meant.")
    code = models.CharField(max_length=64)
    sentence = models.CharField(max_length=500)
    payload = models.BinaryField()
    payload_hash = models.BinaryField(max_length=16)
    seen_at = models.DateTimeField()

    objects = UnreadQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "unread"
        constraints = [
            models.UniqueConstraint(fields=["shop", "number", "payload_hash"], name="unread_once"),
            models.CheckConstraint(condition=Q(kind__in=UnreadKind.values), name="unread_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.code}"


class FileImport(models.Model):
    """An order file handed in for a shop: checked, then imported. Its files are gone when it has run."""

    STEPS = FILE_STEPS

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    layout = models.CharField(max_length=60, blank=True)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=FileState.choices, default=FileState.CHECKED)
    summary = models.JSONField(default=dict)
    errors = models.JSONField(default=list, help_text="[row, column, code, sentence], the first of them.")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    handed_in_by = models.CharField(max_length=80)
    handed_in_at = models.DateTimeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", help_text="As whom it runs."
    )
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FileState.values), name="file_import_state_known"),
        ]

    def __str__(self) -> str:
        return self.name


class HeldFile(models.Model):
    """What was handed in, byte for byte and sealed, until its import has run. Any host may run it."""

    file_import = models.ForeignKey(FileImport, on_delete=models.CASCADE, related_name="files")
    is_item_list = models.BooleanField(default=False)
    name = models.CharField(max_length=200)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file_import", "is_item_list"], name="held_file_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def clear(self) -> bytes:
        return unseal(self.content)
