"""`python -m desktop` is `csr-desktop`."""

import sys

from desktop.cli import main

sys.exit(main())
