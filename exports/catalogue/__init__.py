"""What catalogues and crawlers read of the whole dataset: VoID, DCAT-AP, schema.org, linksets."""
