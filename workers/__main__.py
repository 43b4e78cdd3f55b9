"""``python -m workers work|sweep``."""

import sys

from workers.main import main

# The fork server of the children imports this module again under another name.
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
