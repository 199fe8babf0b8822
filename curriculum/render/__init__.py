"""Everything employees read: one handbook per role and language, and the start pages. It is given no people."""
