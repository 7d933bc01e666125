"""Decodes a session with the msgpack package alone and compares it with what was written.

usage: decode_journal.py SESSION_FOLDER EXPECTED_JSON

EXPECTED_JSON: {"header": [elements 4, 7 and 11 to 20], "records": [[elements but the checksum], ...]}, where
{"float": "16 hex digits"} is a double by its bits, {"bin": "hex"} is binary, {"str": "text"} is text.
"""
import hashlib
import json
import pathlib
import struct
import sys

import msgpack

TABLE = []
for i in range(256):
    crc = i
    for _ in range(8):
        crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    TABLE.append(crc)


def update(register, data):
    for byte in data:
        register = register >> 8 ^ TABLE[(register ^ byte) & 0xFF]
    return register


def crc32c(data):
    return update(0xFFFFFFFF, data) ^ 0xFFFFFFFF


def plain(value):
    if isinstance(value, float):
        return {"float": struct.pack(">d", value).hex()}
    if isinstance(value, bytes):
        return {"bin": value.hex()}
    if isinstance(value, str):
        return {"str": value}
    return value


def records(data):
    """Each record's elements and bytes, up to the first 0x00 where one would begin."""
    unpacker = msgpack.Unpacker(max_buffer_size=len(data) + 1)
    unpacker.feed(data)
    begin = 0
    while begin < len(data) and data[begin] != 0:
        elements = unpacker.unpack()
        end = unpacker.tell()
        yield elements, data[begin:end]
        begin = end


def decode(folder):
    segments = sorted(pathlib.Path(folder).iterdir())
    headers, events, previous, due = [], [], 0, None
    for index, segment in enumerate(segments):
        assert segment.name == f"segment-{index:06d}.msgpack", segment
        content = list(records(segment.read_bytes()))
        register = 0xFFFFFFFF
        for number, (elements, raw) in enumerate(content):
            where = f"{segment.name}, record {number}"
            assert raw[-5] == 0xCE, where
            assert elements[-1] == crc32c(raw[:-5]), where
            if number == 0:
                assert elements[1] == 0 and elements[8:11] == [1, index, previous], where
                assert hashlib.sha256(elements[13].encode()).digest() == elements[14], where
                headers.append([plain(value) for value in [elements[4], elements[7]] + elements[11:21]])
                due = elements[0] if due is None else due
            assert elements[0] == due, where
            if number == len(content) - 1:
                assert elements[1] == 65535 and elements[8:10] == [int(index == len(segments) - 1), register], where
            elif number > 0:
                events.append([plain(value) for value in elements[:-1]])
                due += 1
            register = update(register, struct.pack("<I", elements[-1]))
        previous = register
    return headers, events


def main(folder, expected_path):
    assert crc32c(b"123456789") == 0xE3069283
    expected = json.loads(pathlib.Path(expected_path).read_text())
    headers, events = decode(folder)
    for header in headers:
        assert header == expected["header"], (header, expected["header"])
    assert len(events) == len(expected["records"]), (len(events), len(expected["records"]))
    for event, wanted in zip(events, expected["records"]):
        assert event == wanted, (event, wanted)
    print(len(headers), len(events))


main(*sys.argv[1:])
