"""Between the JSON of the REST API and the objects of the search engine."""
