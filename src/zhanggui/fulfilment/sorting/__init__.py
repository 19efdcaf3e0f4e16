"""The put wall at work: which cell waits for what, and the screen that shows it to everyone who sorts."""
