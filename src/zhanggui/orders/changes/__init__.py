"""Changes before shipping: receivers written by us, and what buyers ask their platform to have changed."""
