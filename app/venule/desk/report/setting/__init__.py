"""Sets a document on pages: sizes of paper and type, blocks into pieces, pieces onto pages, pages into a PDF."""
