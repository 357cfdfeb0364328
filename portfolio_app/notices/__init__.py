"""Telling people what concerns them: in the app always, by mail where they chose so."""
