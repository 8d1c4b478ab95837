"""RTP packets to whole pictures, with the habits of real cameras."""

import pytest

from detectors.vision.sources.rtp import Depacketizer, RtpPacket, parse

START = b"\0\0\0\1"
SPS, PPS, KEY, SLICE = b"\x67sps", b"\x68pps", b"\x65key", b"\x41slice"


def packet(sequence: int, timestamp: int, payload: bytes, marker: bool = False) -> RtpPacket:
    return RtpPacket(96, marker, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, payload)


def pictures(*packets: RtpPacket, codec: str = "h264") -> list[bytes]:
    depacketizer = Depacketizer(codec)
    return [unit.data for n, p in enumerate(packets) for unit in depacketizer.push(p, float(n))]


def test_parameter_sets_and_picture_of_one_time_are_one_unit() -> None:
    assert pictures(packet(1, 0, SPS), packet(2, 0, PPS), packet(3, 0, KEY, True)) == [
        START + SPS + START + PPS + START + KEY
    ]


def test_parameter_sets_that_a_camera_marks_as_a_picture_wait_for_the_picture() -> None:
    assert pictures(packet(1, 0, SPS, True), packet(2, 9, KEY, True)) == [START + SPS + START + KEY]


def test_fragments_are_put_together() -> None:
    fragments = [b"\x7c\x85ke", b"\x7c\x05y-", b"\x7c\x45of"]
    packets = [packet(n, 0, f, n == 2) for n, f in enumerate(fragments)]
    assert pictures(*packets) == [START + b"\x65key-of"]


def test_aggregated_units_are_taken_apart() -> None:
    both = b"\x18" + b"".join(len(u).to_bytes(2, "big") + u for u in (SPS, KEY))
    assert pictures(packet(1, 0, both, True)) == [START + SPS + START + KEY]


def test_fragments_of_h265_are_put_together() -> None:
    fragments = [b"\x62\x01\x93ke", b"\x62\x01\x53y!"]
    packets = [packet(n, 0, f, n == 1) for n, f in enumerate(fragments)]
    assert pictures(*packets, codec="hevc") == [START + b"\x26\x01key!"]


def test_a_missing_marker_is_made_good_by_the_next_time() -> None:
    assert pictures(packet(1, 0, KEY), packet(2, 9, SLICE, True)) == [START + KEY, START + SLICE]


def test_a_camera_that_marks_each_slice_is_found_out() -> None:
    both = [packet(n, n // 2 * 9, SLICE, True) for n in range(8)]
    assert pictures(*both)[2:] == [(START + SLICE) * 2] * 2


def test_a_picture_with_a_hole_is_dropped_and_counted() -> None:
    depacketizer = Depacketizer("h264")
    sent = [packet(1, 0, KEY, True), packet(3, 9, SLICE, True), packet(4, 18, SLICE, True)]
    units = [unit for p in sent for unit in depacketizer.push(p, 0.0)]
    assert ([u.timestamp for u in units], depacketizer.lost) == ([0, 18], 1)


def test_time_goes_on_over_the_end_of_its_32_bits_and_sequence_over_its_16() -> None:
    depacketizer = Depacketizer("h264")
    sent = [packet(65535 + n, 2**32 - 100 + n * 100, SLICE, True) for n in range(3)]
    units = [unit for p in sent for unit in depacketizer.push(p, 0.0)]
    assert [u.timestamp - units[0].timestamp for u in units] == [0, 100, 200]


@pytest.mark.parametrize(
    "data", [b"", b"\x80", b"\x40" + bytes(20), b"\x90" + bytes(11), b"\xa0" + bytes(11) + b"\xff"]
)
def test_what_is_no_rtp_packet_is_passed_over(data: bytes) -> None:
    assert parse(data) is None


def test_header_extension_and_padding_are_taken_off() -> None:
    data = bytes([0xB0, 0xE0, 0, 7]) + bytes(8) + b"\xbe\xde\0\1wxyz" + b"payload" + b"\0\2"
    assert parse(data) == RtpPacket(96, True, 7, 0, b"payload")
