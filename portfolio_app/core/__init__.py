"""What every domain stands on: settings aside, nothing here knows a domain."""
