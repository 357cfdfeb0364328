"""The edge: everything between the network and the pages."""
