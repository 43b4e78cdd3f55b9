"""Layouts kept for measuring: nobody who works on the extraction looks at what it makes of them, one by one.

Once their misses have been looked at they are burnt: they move to ``tests.samples.forms``, and others are made here.
"""
