"""The sheet by which one shift hands the warehouse over to the next."""
