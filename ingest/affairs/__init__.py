"""Which articles report one affair: how each is compared, and with what came around its day."""
