from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from zhanggui.kernel.actor import Actor
from zhanggui.people.models.place import Shop, Warehouse


class Role(models.Model):
    """A post of the company with the rights it brings: names of flows and of things it may see."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    grants = ArrayField(models.CharField(max_length=64), default=list, blank=True)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """A person who can sign in. No shop or warehouse chosen means all of them."""

    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=8, default="zh-hans")
    is_active = models.BooleanField(default=True)
    roles = models.ManyToManyField(Role, related_name="users", blank=True)
    shops = models.ManyToManyField(Shop, related_name="users", blank=True)
    warehouses = models.ManyToManyField(Warehouse, related_name="users", blank=True)

    USERNAME_FIELD = "username"

    objects = UserManager()

    def __str__(self) -> str:
        return self.name

    def as_actor(self, *, source: str = "page", station: str = "") -> Actor:
        """This person as the visible argument of flows, with rights and scope read once."""
        shops = frozenset(self.shops.values_list("pk", flat=True))
        warehouses = frozenset(self.warehouses.values_list("pk", flat=True))
        grants = frozenset(grant for grants in self.roles.values_list("grants", flat=True) for grant in grants)
        return Actor(
            name=self.name,
            user_id=self.pk,
            grants=grants,
            shop_ids=shops or None,
            warehouse_ids=warehouses or None,
            source=source,
            station=station,
        )
