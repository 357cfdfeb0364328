#!/usr/bin/env python3
"""A slow line in front of a server: every byte, WebSocket frames included, waits and queues.

    slowline.py --to 127.0.0.1:8000 --port 9000 [--rtt 100] [--down 5] [--up 1]

Chromium's own network emulation does not slow WebSocket frames (measured: 100 ms latency asked, 9 ms seen), so
a page that gets its content over a socket looks faster than it is. This proxy sits between browser and server instead:
`--rtt` milliseconds of round trip (half each way, and one whole round trip before a new connection is open, as a TCP
handshake takes), `--down`/`--up` megabits per second shared by all connections. Loopback only. Stop it with Ctrl-C.
"""

import argparse
import asyncio
import contextlib
import ipaddress
import time

CHUNK = 16 * 1024


class Line:
    """One direction of the line: bytes leave no faster than the rate, and arrive a delay later."""

    def __init__(self, megabits: float, delay: float):
        self.seconds_per_byte = 8 / (megabits * 1_000_000)
        self.delay = delay
        self.free_at = 0.0

    def arrival(self, size: int) -> float:
        """Time (perf_counter) at which `size` bytes handed over now have arrived."""
        self.free_at = max(self.free_at, time.perf_counter()) + size * self.seconds_per_byte
        return self.free_at + self.delay


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: Line) -> None:
    """Carry one connection's bytes in one direction, in order, each at its time."""
    waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(maxsize=64)

    async def deliver() -> None:
        while True:
            when, data = await waiting.get()
            await asyncio.sleep(max(0.0, when - time.perf_counter()))
            if not data:
                break
            writer.write(data)
            await writer.drain()
        writer.close()

    delivery = asyncio.create_task(deliver())
    try:
        while data := await reader.read(CHUNK):
            await waiting.put((line.arrival(len(data)), data))
        await waiting.put((time.perf_counter() + line.delay, b""))
        await delivery
    except (ConnectionError, OSError):
        delivery.cancel()
        writer.close()


async def serve(host: str, port: int, listen: int, rtt: float, down: float, up: float) -> None:
    to_browser, to_server = Line(down, rtt / 2), Line(up, rtt / 2)

    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(rtt)
        try:
            far_reader, far_writer = await asyncio.open_connection(host, port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(
            carry(reader, far_writer, to_server), carry(far_reader, writer, to_browser), return_exceptions=True
        )

    server = await asyncio.start_server(connection, "127.0.0.1", listen)
    print(f"http://127.0.0.1:{listen} -> {host}:{port}, rtt {rtt * 1000:.0f} ms, {down}/{up} Mbit/s", flush=True)
    async with server:
        await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", required=True, help="HOST:PORT of the server, loopback")
    parser.add_argument("--port", type=int, required=True, help="port to listen on")
    parser.add_argument("--rtt", type=float, default=100, help="round trip in ms")
    parser.add_argument("--down", type=float, default=5, help="Mbit/s towards the browser")
    parser.add_argument("--up", type=float, default=1, help="Mbit/s towards the server")
    args = parser.parse_args()
    host, _, port = args.to.rpartition(":")
    if not ipaddress.ip_address(host).is_loopback:
        parser.error("only loopback addresses")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(host, int(port), args.port, args.rtt / 1000, args.down, args.up))


if __name__ == "__main__":
    main()
