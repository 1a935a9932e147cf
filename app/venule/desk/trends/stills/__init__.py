"""Pictures of trends on paper and in files, without a window."""
