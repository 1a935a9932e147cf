"""The chapters of a report: each makes one section of a document from the gathered material."""
