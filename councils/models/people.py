"""People who sign in."""

from functools import cached_property
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

CLOSED_DOMAIN = "closed.invalid"
"""Where the addresses of closed accounts point: to nobody, because nothing can be sent there (RFC 2606)."""


class Role(models.TextChoices):
    """What a person is to a council."""

    OFFICER = "officer", "Officer"
    MANAGER = "manager", "Manager"


class UserQuerySet(models.QuerySet["User"]):
    """People in the words of the trade."""

    def open(self) -> Self:
        """Whoever may sign in."""
        return self.filter(is_active=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # made at run time
    """Makes people; the e-mail address is their name, folded to lower case. Nobody has a password."""

    def create_user(self, email: str, password: None = None, **fields: Any) -> "User":
        """Return a new person, who signs in with codes sent to `email`.

        Raises ValueError when the address is empty, or when a password is given.
        """
        if not email:
            raise ValueError("A person needs an e-mail address.")
        if password is not None:
            raise ValueError("People sign in with a code from their mail; nobody has a password.")
        user = self.model(email=email.lower(), **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the person with this address, in whatever case it was typed.

        Raises User.DoesNotExist when there is none.
        """
        return self.get(email=(username or "").lower())

    def create_superuser(self, email: str, password: None = None, **fields: Any) -> "User":
        """Return a new administrator, who may do everything in the admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who may sign in, known by their e-mail address."""

    email = models.EmailField("e-mail address", unique=True, error_messages={"unique": "This address has an account."})
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(
        "may sign in", default=True, help_text="Clear this to keep a person out: every session of theirs ends."
    )
    is_staff = models.BooleanField("moderator", default=False, help_text="Looks after the directory.")
    is_superuser = models.BooleanField(
        "administrator", default=False, help_text="Appoints moderators, and may do everything in the admin."
    )
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    address_failed_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When mail to this address last came back."
    )
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["email"]
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_is_lower_case"),
            models.CheckConstraint(
                condition=Q(is_superuser=False) | Q(is_staff=True), name="user_administrator_is_a_moderator"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True)
                | Q(name="", is_active=False, is_staff=False, email__endswith=f"@{CLOSED_DOMAIN}"),
                name="user_closed_account_names_nobody",
            ),
        ]

    def __str__(self) -> str:
        if self.closed_at:
            return "a former officer"
        return self.name or self.email

    @cached_property
    def roles(self) -> dict[int, str]:
        """The role of this person in each council they belong to now, by the council's number; asked once.

        Belonging to an abolished council is no role: there is nothing left to look after.
        """
        if not self.is_active or self.pk is None:
            return {}
        return dict(self.memberships.in_force().values_list("organisation_id", "role"))

    @property
    def manages(self) -> set[int]:
        """The numbers of the councils whose people, page and listings this person looks after."""
        return {council for council, role in self.roles.items() if role == Role.MANAGER}
