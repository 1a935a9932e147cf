"""Runs Venule when its package is started with `python -m venule`."""

import sys

from venule.cli import main

if __name__ == "__main__":
    sys.exit(main())
