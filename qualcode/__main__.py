"""`python -m qualcode`."""

import sys

from qualcode.cli.main import main

sys.exit(main())
