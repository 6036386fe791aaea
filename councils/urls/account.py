"""Addresses of a person's account."""

from django.urls import path

from councils.views import account, new_address

urlpatterns = [
    path("", account.overview, name="account"),
    path("details/", account.details, name="details"),
    path("address/", new_address.new_address, name="new-address"),
    path("address/codes/", new_address.new_address_codes, name="new-address-codes"),
    path("my-data/", account.my_data, name="my-data"),
    path("my-data.json", account.my_data_file, name="my-data-file"),
    path("close/", account.close, name="close-account"),
    path("closed/", account.closed, name="account-closed"),
]
