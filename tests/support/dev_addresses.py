"""The site's addresses, and those that are there with DEBUG on only."""

from collabhub.urls import handler400, handler403, handler404, handler500
from collabhub.urls import urlpatterns as addresses
from collabhub.views import dev_mail

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [*addresses, *dev_mail.urlpatterns]
