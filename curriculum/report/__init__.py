"""What managers and programs get of needs and plans: rows, tables, JSON, CSV, and the answer to "why"."""
