"""Layouts written to measure with: nobody who works on the extraction looks at what it makes of them, one by one.

Once their misses have been looked at they are burnt: their names go into ``mill.OPENED``, and others are made. Those of
this folder are; those of ``second`` are not.
"""
