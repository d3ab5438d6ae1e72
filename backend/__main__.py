"""`python -m backend` is `csr-backend`."""

import sys

from backend.cli import main

sys.exit(main())
