#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Offers log-ins to a gateway at a steady rate, whether the last ones are answered or not.

usage: login-load.py HOST PORT PER_SECOND SECONDS

Every second one has the demo user's right password, the others a wrong one; each comes from an address of its own in the
loopback network. Prints "begun", and at the end how many were answered how, and after which time.
"""
import asyncio
import statistics
import sys
import time


async def log_in(host, port, number, answers, waits):
    password = b"senha123" if number % 2 else b"another-one"
    form = b"username=usuario&password=" + password
    request = (b"POST /token HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
               b"Content-Length: %d\r\n\r\n%s" % (len(form), form))
    begun = time.monotonic()
    try:
        reader, writer = await asyncio.open_connection(host, port, local_addr=(f"127.2.{number // 250 % 250}.{number % 250 + 1}", 0))
        writer.write(request)
        answer = await asyncio.wait_for(reader.read(65536), 30)
        writer.close()
        status = answer[9:12].decode() or "closed"
    except (OSError, asyncio.TimeoutError) as error:
        status = type(error).__name__
    answers[status] = answers.get(status, 0) + 1
    if status in ("200", "401"):
        waits.append(time.monotonic() - begun)


async def main():
    host, port, rate, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    answers, waits, tasks = {}, [], []
    print("begun", flush=True)
    begun = time.monotonic()
    for number in range(rate * seconds):
        await asyncio.sleep(max(0.0, begun + number / rate - time.monotonic()))
        tasks.append(asyncio.create_task(log_in(host, port, number, answers, waits)))
    await asyncio.gather(*tasks)
    told = ", ".join(f"{count} × {status}" for status, count in sorted(answers.items()))
    print(f"offered {rate}/s for {seconds} s: {told}; those judged waited {statistics.median(waits) * 1000:.0f} ms (median)")


if __name__ == "__main__":
    asyncio.run(main())
