"""Every word and event that crosses the wire, in the order a complaint meets them."""
