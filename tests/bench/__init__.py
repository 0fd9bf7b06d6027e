"""How fast qualcode is, each figure beside a limit or a peer measured in the same run; not part of the tests."""
