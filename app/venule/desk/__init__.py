"""Process two: what people see. The only room that knows Qt."""
