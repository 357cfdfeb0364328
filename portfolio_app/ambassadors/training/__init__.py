"""What ambassadors learn before they meet their peers, and who has done it."""
