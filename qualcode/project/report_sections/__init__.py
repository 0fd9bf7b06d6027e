"""What each kind of report section takes, and how it is gathered; `kinds.KINDS` holds them all."""
