"""Pages of the company's own review rules: editor, rehearsal, numbers, and what is shown of them elsewhere."""
