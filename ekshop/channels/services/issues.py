"""What an issue says, in the language of who reads it."""

from ..adapters import adapters
from ..models import ListingIssue
from ..rules.sentences import Said, sentence_read


def issue_said(issue: ListingIssue) -> Said | None:
    """None for the channel's own words."""
    if not issue.said:
        return None
    adapters()  # They bring their sentences with them.
    return sentence_read(issue.said)
