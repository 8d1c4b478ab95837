"""GDAL's reader of files, loaded when a file is read: with pandas behind it, it takes 90 MB of each process."""

from typing import Any


def reader() -> Any:
    """The module pyogrio."""
    import pyogrio

    return pyogrio


def failures() -> tuple[type[Exception], ...]:
    """What a broken file may raise on the way."""
    from pyogrio import errors

    return (
        errors.DataSourceError,
        errors.DataLayerError,
        errors.FeatureError,
        errors.FieldError,
        errors.GeometryError,
        errors.CRSError,
        UnicodeDecodeError,
    )
