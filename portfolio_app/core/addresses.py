"""Network addresses as what they say about who is behind them."""

from ipaddress import IPv6Address, ip_address, ip_network

HOUSEHOLD = 64
"""Bits of an IPv6 address that whoever has it did not choose: a subnet is never smaller (RFC 4291, 2.5.4)."""


def neighbourhood(address: str) -> str:
    """What limits per address count by: an IPv4 address, the /64 an IPv6 address lies in, anything else as it is."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ip_network((parsed, HOUSEHOLD), strict=False))
    return str(parsed)
