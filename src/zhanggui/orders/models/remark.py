from django.db import models
from django.db.models import Q

from zhanggui.orders.models.order import Order
from zhanggui.orders.remarks.states import REQUEST_STEPS, MemoOrigin, RequestKind, RequestState


class MemoEdit(models.Model):
    """One change of an order's memo and flag: what stands after it, and the mark by which its echo is known.

    `is_waiting` is true for an edit of ours that the platform has not shown back yet, and may. `before_digest` is what
    it may still show until then.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="memo_edits", db_index=False)
    origin = models.CharField(max_length=10, choices=MemoOrigin.choices)
    memo = models.TextField(blank=True)
    memo_sealed = models.BinaryField(default=b"", db_default=b"", help_text="In whole words, where some are hidden.")
    flag = models.SmallIntegerField(default=0)
    digest = models.BinaryField(max_length=16)
    before_digest = models.BinaryField(max_length=16)
    is_waiting = models.BooleanField(default=False)
    shown_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when the platform shows it, by its own clock, where it told us."
    )
    edited_by = models.CharField(max_length=80)
    edited_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(origin__in=MemoOrigin.values), name="memo_edit_origin_known"),
        ]
        indexes = [
            models.Index(fields=["order", "edited_at"], name="memo_edit_of_order"),
            models.Index(fields=["order"], name="memo_edit_waiting", condition=Q(is_waiting=True)),
        ]

    def __str__(self) -> str:
        return f"{self.origin}: {self.memo}"


class RemarkTemplate(models.Model):
    """A kind of request of the company's own: words that recognise it, fields it asks for."""

    name = models.CharField(max_length=40, unique=True)
    words = models.JSONField(help_text="A clause with one of these words is such a request.")
    fields = models.JSONField(help_text="[[name, kind], …]; kinds: text, number, day.")
    is_used = models.BooleanField(default=True, help_text="Off: nothing new is read by it.")

    def __str__(self) -> str:
        return self.name


class RemarkRequest(models.Model):
    """One thing a remark asks for. While it is open, its order does not pass review."""

    STEPS = REQUEST_STEPS

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="requests", db_index=False)
    kind = models.CharField(max_length=10, choices=RequestKind.choices)
    template = models.ForeignKey(RemarkTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    fields = models.JSONField(default=dict)
    source = models.CharField(max_length=500, help_text="The words it was read from.")
    words_sealed = models.BinaryField(
        default=b"", db_default=b"", help_text="Source and fields in whole words, where some are hidden."
    )
    digest = models.BinaryField(max_length=16, help_text="The same words of the same kind are one request.")
    written_by = models.CharField(max_length=80, blank=True, help_text="Who signed it in the memo.")
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    note = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    settled_by = models.CharField(max_length=80, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "digest"], name="request_once_per_order"),
            models.CheckConstraint(condition=Q(kind__in=RequestKind.values), name="request_kind_known"),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="request_state_known"),
            models.CheckConstraint(
                condition=Q(kind="custom", template__isnull=False) | (~Q(kind="custom") & Q(template=None)),
                name="request_template_fits",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "asked_at", "id"], name="request_queue"),
            models.Index(fields=["kind", "asked_at", "id"], name="request_open_kind", condition=Q(state="open")),
            models.Index(fields=["asked_at", "id"], name="request_by_age"),
            models.Index(fields=["order"], name="request_open_order", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.source}"
