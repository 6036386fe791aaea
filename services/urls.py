from django.urls import path

from listings.urls.registering import entry_patterns
from listings.views.history import history_view
from services import views
from services.models import SharedService
from services.sections import JOURNEY

urlpatterns = [
    path("", views.SharedServiceListView.as_view(), name="services"),
    path("<int:pk>/", views.SharedServiceDetailView.as_view(), name="service-by-number"),
    path("<int:pk>/<str:slug>/", views.SharedServiceDetailView.as_view(), name="service"),
    path("<int:pk>/<str:slug>/history/", history_view(SharedService, "services"), name="service-history"),
]

area_urlpatterns = entry_patterns(JOURNEY)
"""In a council's own area."""
