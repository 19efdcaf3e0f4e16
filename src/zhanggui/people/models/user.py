from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, OuterRef
from django.utils.translation import gettext

from zhanggui.kernel.actor import Actor
from zhanggui.people.models.place import Shop, Warehouse


class Role(models.Model):
    """A post of the company with the rights it brings: names of flows and of things it may see."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    grants = ArrayField(models.CharField(max_length=64), default=list, blank=True)

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The post in the reader's language; a post of the company's own keeps the name it was given."""
        return gettext(self.name) if self.name else self.code


class UserQuerySet(models.QuerySet["User"]):
    def with_rights(self) -> "UserQuerySet":
        """Each with the rights and the scope they hold, in the same statement."""
        grants = User.roles.through.objects.filter(user_id=OuterRef("pk"))
        shops = User.shops.through.objects.filter(user_id=OuterRef("pk"))
        warehouses = User.warehouses.through.objects.filter(user_id=OuterRef("pk"))
        return self.annotate(
            held_posts=ArraySubquery(grants.values_list("role__code", flat=True)),
            held_grants=ArraySubquery(grants.values_list(Func(F("role__grants"), function="unnest"), flat=True)),
            held_shops=ArraySubquery(shops.values("shop_id")),
            held_warehouses=ArraySubquery(warehouses.values("warehouse_id")),
        )

    def at_work(self) -> "UserQuerySet":
        return self.filter(is_active=True)


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]  # a class made at run time
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

    held_posts: list[str]
    held_grants: list[str]
    held_shops: list[int]
    held_warehouses: list[int]

    def __str__(self) -> str:
        return self.name

    @property
    def is_owner(self) -> bool:
        """May do everything. Only for one read `with_rights`."""
        return "*" in self.held_grants

    def as_actor(self, *, source: str = "page", station: str = "") -> Actor:
        """This person as the visible argument of flows. Costs a statement unless read `with_rights`."""
        held = self if "held_grants" in self.__dict__ else User.objects.with_rights().get(pk=self.pk)
        return Actor(
            name=held.name,
            user_id=held.pk,
            grants=frozenset(held.held_grants),
            posts=frozenset(held.held_posts),
            shop_ids=frozenset(held.held_shops) or None,
            warehouse_ids=frozenset(held.held_warehouses) or None,
            source=source,
            station=station,
        )
