"""What sign-in pages ask of the settings."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def demo_inbox() -> str:
    """Where the demonstration's messages arrive; empty in earnest."""
    return f"{settings.SANDBOX_URL}/inbox" if settings.DEMO else ""
