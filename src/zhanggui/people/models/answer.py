from django.db import models

from zhanggui.people.models.user import User


class IdempotentAnswer(models.Model):
    """What a program was answered under its Idempotency-Key, sealed. Written in the transaction of the work itself."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    path = models.CharField(max_length=200)
    request_hash = models.BinaryField(max_length=32)
    answer = models.BinaryField()
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return f"{self.path} {self.key}"
