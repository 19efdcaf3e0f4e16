from django.db import models

from zhanggui.people.models.user import User


class ApiToken(models.Model):
    """A key with which a program acts as a person. Only the hash of the key is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=80)
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label
