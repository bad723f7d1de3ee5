"""Other vocabularies for the same entities: schema.org, Europeana; and what each of them cannot say."""
