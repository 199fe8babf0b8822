"""Other systems' formats, in and out: one file each. Knows the nouns and how files are read, no other stage."""
