"""Remarks: what they ask for, memos and their echoes, and the pages on which requests are settled."""
