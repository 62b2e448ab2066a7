"""What the centre's device keeps and still has to send."""

from django.urls import URLPattern, URLResolver, path

from ..views import device, known

urlpatterns: list[URLPattern | URLResolver] = [
    path("queue/", device.queue, name="queue"),
    path("no-line/", device.no_line, name="no_line"),
    path("device/", device.state, name="device"),
    path("new/known/", known.known, name="order_known"),
]
