from django.urls import path

from listings.urls.registering import entry_patterns
from listings.views.history import history_view
from projects import views
from projects.models import Project
from projects.sections import JOURNEY

urlpatterns = [
    path("", views.ProjectListView.as_view(), name="projects"),
    path("<int:pk>/", views.ProjectDetailView.as_view(), name="project-by-number"),
    path("<int:pk>/<str:slug>/", views.ProjectDetailView.as_view(), name="project"),
    path("<int:pk>/<str:slug>/history/", history_view(Project, "projects"), name="project-history"),
]

area_urlpatterns = entry_patterns(JOURNEY)
"""In a council's own area."""
