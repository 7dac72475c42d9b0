"""One file of routes for each resource."""
