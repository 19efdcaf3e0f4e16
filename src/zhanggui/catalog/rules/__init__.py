"""Pure decisions about the catalog: which rows are sound, which barcodes are true, what an import would change."""
