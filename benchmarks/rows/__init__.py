"""The groups of rows: each module measures one, in a process of its own."""
