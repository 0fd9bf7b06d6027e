"""The review pack: what goes into it, how Word shows it, and what becomes of the answers."""
