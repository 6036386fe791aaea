from django.urls import path

from projects import views

urlpatterns = [
    path("", views.ProjectListView.as_view(), name="projects"),
    path("<int:pk>/", views.ProjectDetailView.as_view(), name="project-by-number"),
    path("<int:pk>/<str:slug>/", views.ProjectDetailView.as_view(), name="project"),
]
