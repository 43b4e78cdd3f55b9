"""Loaded by every Python that runs under libfaketime, where ``time.sleep`` fails from 3.11 on: it is a call that leaves
the monotonic clock alone only in part (wolfcw/libfaketime#426)."""

import select
import time

time.sleep = lambda seconds, /: select.select([], [], [], float(seconds)) and None
