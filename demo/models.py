"""What has been loaded."""

from django.db import models


class LoadedStep(models.Model):
    """A step of the demonstration, done in the same transaction that this row was written in."""

    name = models.CharField(max_length=60, unique=True)
    done_at = models.DateTimeField(auto_now_add=True)
