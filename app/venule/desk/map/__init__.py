"""The map: one plain widget with a camera that paints base map, links, assets and furniture by itself."""
