"""`python -m transcripts` is `csr-transcripts`."""

import sys

from transcripts.cli import main

sys.exit(main())
