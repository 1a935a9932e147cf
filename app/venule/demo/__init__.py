"""The demo: a simulated city behind an embedded broker, recorded and shown by the same processes as a real one."""
