"""Builds the object storage of the settings."""

from __future__ import annotations

from config.settings import Settings
from pipeline.stores.objects import Objects


def objects(settings: Settings) -> Objects:
    """The bucket that holds everything."""
    return Objects(
        settings.objects,
        access_key=settings.objects_access_key.get_secret_value(),
        secret_key=settings.objects_secret_key.get_secret_value(),
        bucket=settings.bucket,
        region=settings.objects_region,
    )
