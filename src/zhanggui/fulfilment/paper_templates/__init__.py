"""How the papers of a warehouse and of a shop look, and on which days no note goes along."""
