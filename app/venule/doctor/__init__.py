"""The doctor: looks at what Venule needs of a machine and says in one line each what is there and what is lacking."""
