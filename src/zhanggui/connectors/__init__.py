"""One room per platform and carrier: each speaks its own protocol below and the kernel's doors above."""
