"""Print batches: what each print time has to print, and the log of who printed it."""
