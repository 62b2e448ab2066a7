"""What an issue says, in the language of who reads it."""

from ..adapters import adapters
from ..models import ListingIssue
from ..rules.sentences import Said, sentence_read


def issue_said(issue: ListingIssue) -> Said | None:
    """None for the channel's own words. Adapters bring their sentences with them, and nobody may have
    looked for them in this process yet."""
    if not issue.said:
        return None
    return sentence_read(issue.said) or (adapters() and sentence_read(issue.said)) or None
