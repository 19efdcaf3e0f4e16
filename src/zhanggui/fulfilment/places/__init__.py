"""The choice of warehouse and carrier: what the company wrote down, the choice, and its pages."""
