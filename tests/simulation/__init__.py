"""A simulated span: what it plays, that it is the same for one seed, and that its checker sees broken promises."""
