"""A second engine, written from the rules alone, to compare the first with."""
