"""The command line: one module per noun; plain text or `--json`; nothing heavy is loaded before a command needs it."""
