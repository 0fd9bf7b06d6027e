"""Appendices (lampiran): what each says, how it is painted, and how they are bound together."""
