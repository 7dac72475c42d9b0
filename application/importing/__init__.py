"""How the rows of datasets come in: drafts of incidents, and the importer that turns them into commands."""
