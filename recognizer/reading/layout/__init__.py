"""Finding rules, cells, components and lines."""
