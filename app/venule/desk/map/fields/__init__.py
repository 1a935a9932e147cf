"""Values over the ground: heat, the colours of points, and the coverage of gateways."""
