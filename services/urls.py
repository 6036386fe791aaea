from django.urls import path

from services import views

urlpatterns = [
    path("", views.SharedServiceListView.as_view(), name="services"),
    path("<int:pk>/", views.SharedServiceDetailView.as_view(), name="service-by-number"),
    path("<int:pk>/<str:slug>/", views.SharedServiceDetailView.as_view(), name="service"),
]
