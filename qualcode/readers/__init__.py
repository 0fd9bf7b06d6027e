"""Files to text and turns: `readers.files.read` and `read_all` give `Reading`s, `readers.roles` says who speaks."""
