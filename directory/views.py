"""The page that shows a filtered list."""

from typing import Any, ClassVar

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from directory.filtered_list import FilteredList
from directory.filters import DirectoryFilter


class FilteredListView(TemplateView):
    """A list with search, filters, a count, a sort and pages, all in its address.

    Subclasses name the filter, the groups in their order, and what may be listed at all.
    """

    filterset_class: ClassVar[type[DirectoryFilter]]
    filter_words: ClassVar[tuple[str, ...]]
    title: ClassVar[str]
    section: ClassVar[str]

    def get_queryset(self) -> QuerySet[Any]:
        """What this visitor may see, before any filter."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        filtered = FilteredList(self.filterset_class(request.GET, self.get_queryset()), request.GET, self.filter_words)
        page = filtered.page() if filtered.is_tidy or filtered.ignored else None
        if page is None:
            return redirect(f"{request.path}{filtered.query()}".rstrip("?"))
        return self.render_to_response(self.get_context_data(**self.in_words(filtered, page)))

    def in_words(self, filtered: FilteredList, page: Page[Any]) -> dict[str, Any]:
        """What the template shows of a page of results."""
        heading = filtered.heading()
        of_pages = f" (page {page.number} of {page.paginator.num_pages})" if page.paginator.num_pages > 1 else ""
        return {
            "list": filtered,
            "page": page,
            "remembered": getattr(filtered.filterset, "remembered", None),
            "sought": filtered.filterset.sought(list(page)),
            "pages": [
                number if isinstance(number, int) else None
                for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
            ],
            "title": self.title,
            "heading": heading,
            "page_title": f"{heading}{of_pages}",
            "groups": filtered.groups(),
            "chosen": filtered.chosen(),
            "section": self.section,
        }
