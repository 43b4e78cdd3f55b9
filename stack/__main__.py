"""``python -m stack`` is what ``make run`` runs."""

import sys

from stack.run import main

sys.exit(main())
