"""The HTTP door: the machine interface and the web chat."""
