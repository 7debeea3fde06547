"""Router's decisions; pure."""
