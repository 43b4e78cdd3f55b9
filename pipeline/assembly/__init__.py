"""Builds everything, once, from the settings: ``reading`` without any service, ``services`` with all of them."""
