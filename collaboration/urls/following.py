"""Addresses of following, feeds and unsubscribing."""

from django.urls import path

from collaboration.views import feeds, following
from collaboration.views.unsubscribing import unsubscribe

urlpatterns = [
    path("follow/", following.follow, name="follow"),
    path("account/alerts/", following.alerts, name="alerts"),
    path("account/alerts/feed/", following.change_feed_address, name="change-feed-address"),
    path("account/alerts/<int:pk>/name/", following.rename_follow, name="rename-follow"),
    path("account/alerts/<int:pk>/stop/", following.stop_following, name="stop-following"),
    path("unsubscribe/<str:token>/", unsubscribe, name="unsubscribe"),
    path("projects/feed/", feeds.list_feed, {"list_name": "projects"}, name="projects-feed"),
    path("services/feed/", feeds.list_feed, {"list_name": "services"}, name="services-feed"),
    path("search/feed/", feeds.list_feed, {"list_name": "search"}, name="search-feed"),
    path("entries/<int:pk>/feed/", feeds.entry_feed, name="entry-feed"),
    path("councils/<slug:slug>/feed/", feeds.council_feed, name="council-feed"),
    path("service-areas/<int:pk>/feed/", feeds.service_area_feed, name="service-area-feed"),
    path("feeds/<str:key>/", feeds.my_feed, name="my-feed"),
]
