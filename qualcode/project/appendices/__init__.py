"""The appendices of a thesis as data: what each is gathered from, one module for each kind."""
