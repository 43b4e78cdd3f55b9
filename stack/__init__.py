"""What stands around the house on one machine: packages, the virtual environment, and the servers that it talks to.

``packages`` and ``environment`` run before anything is installed, so they use the standard library only. ``servers``
starts one server each, for the tests and for ``make run`` alike. Nothing of the pipeline is imported here: the stack
calls the ``sohoa`` command, as a person would.
"""
