"""Shapes of assets on the map: lines such as pipes and areas such as districts, coloured by their values."""
