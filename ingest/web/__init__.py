"""What stands behind the one door to the internet: targets, addresses, connections, politeness."""
