"""Import and export: files of tables and places on one side, messages and observations on the other."""
