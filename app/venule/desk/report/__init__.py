"""The incident report: gathered from a recording, composed as a document without Qt, and set on pages of a PDF."""
