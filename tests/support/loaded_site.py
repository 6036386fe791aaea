"""The site as gunicorn serves it, with all loaded that it would else load for its first visitor."""

from django.urls import reverse

from collabhub.wsgi import application

__all__ = ["application"]

reverse("home")
