"""People who sign in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    """Makes people; the e-mail address is their name, folded to lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new person. Without a password nobody can sign in as them with one.

        Raises ValueError when the address is empty.
        """
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the person with this address, in whatever case it was typed.

        Raises User.DoesNotExist when there is none.
        """
        return self.get(email=(username or "").lower())

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new administrator, who may do everything in the admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who may sign in, known by their e-mail address."""

    email = models.EmailField("e-mail address", unique=True, error_messages={"unique": "This address has an account."})
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True, help_text="Clear this instead of deleting a person.")
    is_staff = models.BooleanField("may use the admin", default=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["email"]
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"),
        ]

    def __str__(self) -> str:
        return self.name or self.email
