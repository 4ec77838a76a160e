"""Every call of Segment's and of RudderStack's library for Python, with every option."""

import json
import os
import sys
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from importlib.metadata import version

import rudderstack.analytics as rudder
import segment.analytics as segment
from rudderstack.analytics.client import Client as RudderClient
from segment.analytics.client import Client as SegmentClient

GATEWAY = os.environ["GATEWAY"]
WRITE_KEY = os.environ["WRITE_KEY"]
RUN = os.environ["RUN"]

GENERATED_ID = {"$matches": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
GENERATED_TIME = {"$matches": r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+\+00:00$"}
TIME = datetime(2026, 3, 1, 10, 0, 0, 123456, timezone.utc)
ELSEWHERE = datetime(2026, 3, 1, 15, 30, 0, 500000, timezone(timedelta(hours=5, minutes=30)))


class Plan(Enum):
    PRO = "pro"


AWKWARD = {
    "text": "Grüße, 東京 🍵 \"quoted\" \\ back\u2028line\u0000\t</script>",
    "loneSurrogate": "\ud83c",
    "empty": "",
    "zero": 0,
    "negativeZero": -0.0,
    "price": 0.1 + 0.2,
    "small": 1e-7,
    "huge": 1e300,
    "tiny": 5e-324,
    "beyond53Bits": 9007199254740993,
    "beyond64Bits": 2**64 + 1,
    "hundredDigits": int("1234567890" * 10),
    "negative": -(2**63) - 1,
    "yes": True,
    "no": False,
    "nothing": None,
    "list": [1, "two", None, [3, [4, {"five": 5}]], [], {}],
    "nested": {"products": [{"sku": "A-1", "price": 9.99}], "deep": {"deeper": {"deepest": []}}},
    "looksLikeADate": "2026-03-01T10:00:00Z",
    "key with spaces.dots and-dashes": 1,
    "": "a key of no letters",
    "ключ 🔑": "a key of other letters",
    "constructor": "no function",
    "__proto__": {"polluted": True},
}
# What the libraries make texts, numbers and lists of, because JSON has no word for it.
CONVERTED = {
    "made": TIME,
    "born": date(1990, 2, 28),
    "amount": Decimal("64.50"),
    "plan": Plan.PRO,
    "pair": (1, 2),
    "bytes": "Tee".encode(),
}
CONVERTED_TO = {
    "made": "2026-03-01T10:00:00.123456+00:00",
    "born": "1990-02-28",
    "amount": 64.5,
    "plan": "pro",
    "pair": [1, 2],
    "bytes": "Tee",
}
CONTEXT = {
    "ip": "203.0.113.7",
    "active": False,
    "app": {"name": "Tee", "version": "1.2.3", "build": 7},
    "campaign": {"name": "spring", "source": "newsletter"},
    "locale": "de-DE",
    "page": {"url": "https://shop.example/tee?x=1&y=ü", "title": "Tee ☕"},
    "timezone": "Europe/Berlin",
    "groupId": "g-1",
}
INTEGRATIONS = {"All": False, "Google Analytics": {"clientId": "17.4"}, "Mixpanel": True}


class Library:
    """One library under test: makes calls, and says what must become of them."""

    def __init__(self, name, package, prefix, *, time, common, identify):
        self.prefix = prefix
        self.name = name
        self.package = package
        self.time = time
        self.common = common
        self.identify_expects = identify

    def begin(self):
        say({"library": self.name, "version": version(self.name)})

    def call(self, client, kind, label, expect, options, where=None):
        message_id = f"{RUN}-{self.prefix}-{label}"
        if where is None:
            options = {**options, "message_id": message_id}
            where = {"messageId": message_id}
        say({"call": label, "where": where, "expect": {**self.common, "type": kind, **expect}})
        # A library writes into the dictionaries it is given.
        getattr(client, kind)(**{name: fresh(value) for name, value in options.items()})


def say(line):
    print(json.dumps(line), flush=True)


def fresh(value):
    return dict(value) if isinstance(value, dict) else value


def failed(error, batch):
    print(f"{len(batch)} events were given up: {error}", file=sys.stderr)


def every_call(library, client):
    """All calls with all options, then each with as little as it takes."""
    person = {"user_id": f"{RUN}-{library.prefix}-user", "anonymous_id": f"{RUN}-{library.prefix}-device"}
    person_expects = {"userId": person["user_id"], "anonymousId": person["anonymous_id"]}
    options = {"context": CONTEXT, "timestamp": TIME, "integrations": INTEGRATIONS}
    expects = {"context": CONTEXT, "timestamp": library.time(TIME), "integrations": INTEGRATIONS}
    values, meant = {**AWKWARD, **CONVERTED}, {**AWKWARD, **CONVERTED_TO}
    traits, traits_meant = {**values, "email": "a@shop.example"}, {**meant, "email": "a@shop.example"}
    named = {"category": "Docs", "name": "Tee ☕"}

    full = {**person, **options}
    full_expects = {**person_expects, **expects}
    library.call(
        client, "track", "track", {**full_expects, "event": "Tee bestellt ☕", "properties": meant},
        {**full, "event": "Tee bestellt ☕", "properties": values},
    )
    identify_expects = library.identify_expects(traits_meant, full_expects)
    library.call(client, "identify", "identify", identify_expects, {**full, "traits": traits})
    library.call(
        client, "group", "group", {**full_expects, "groupId": "g-1", "traits": meant},
        {**full, "group_id": "g-1", "traits": values},
    )
    for kind in ("page", "screen"):
        library.call(
            client, kind, kind, {**full_expects, **named, "properties": meant}, {**full, **named, "properties": values}
        )
    alias = {"user_id": person["user_id"], "previous_id": f"{RUN}-{library.prefix}-before"}
    library.call(
        client, "alias", "alias",
        {**expects, "userId": alias["user_id"], "previousId": alias["previous_id"]},
        {**alias, **options},
    )

    library.call(
        client, "track", "track elsewhere", {"timestamp": library.time(ELSEWHERE), "userId": "42", "anonymousId": None},
        # A number is a fine id, which becomes text.
        {"user_id": 42, "event": "Elsewhere", "timestamp": ELSEWHERE},
    )
    library.call(
        client, "track", "track without a zone", {"timestamp": library.time(TIME)},
        # A time without a zone is one of UTC, unless it is of this moment.
        {"anonymous_id": "device", "event": "Zoneless", "timestamp": TIME.replace(tzinfo=None)},
    )
    for kind, extra in (
        ("track", {"event": "Bare"}),
        ("identify", {}),
        ("group", {"group_id": 7}),
        ("page", {}),
        ("screen", {}),
    ):
        bare = f"{RUN}-{library.prefix}-bare-{kind}"
        library.call(
            client, kind, f"bare {kind}",
            {"userId": None, "anonymousId": bare, "messageId": GENERATED_ID, "timestamp": GENERATED_TIME},
            {"anonymous_id": bare, **extra}, where={"anonymousId": bare},
        )


def many(library, client):
    """More than a batch takes, in number and in bytes."""
    for step in range(250):
        note = "☕" * 4_500 if step < 40 else "small"
        library.call(
            client, "track", f"batched {step}", {"event": "Batched", "properties": {"step": step, "note": note}},
            {"user_id": f"{RUN}-user", "event": "Batched", "properties": {"step": step, "note": note}},
        )


def in_milliseconds(time):
    return time.isoformat(timespec="milliseconds")


def run_segment():
    library = Library(
        "segment-analytics-python", segment, "segment",
        time=in_milliseconds, common={}, identify=lambda traits, expects: {**expects, "traits": traits},
    )
    library.begin()
    # The module, as most programs use it; then clients of one's own with the other settings.
    segment.write_key = WRITE_KEY
    segment.host = GATEWAY
    segment.on_error = failed
    every_call(library, segment)
    segment.flush()

    zipping = SegmentClient(WRITE_KEY, host=f"{GATEWAY}/", gzip=True, on_error=failed, upload_size=40, thread=1)
    library.call(zipping, "track", "track in gzip", {"properties": AWKWARD},
                 {"user_id": "42", "event": "Zipped", "properties": AWKWARD})
    many(library, zipping)
    zipping.shutdown()

    waiting = SegmentClient(WRITE_KEY, host=GATEWAY, sync_mode=True)
    library.call(waiting, "track", "track in sync mode", {"properties": AWKWARD},
                 {"user_id": "42", "event": "Waited", "properties": AWKWARD})
    segment.shutdown()


def rudder_identify(traits, expects):
    """RudderStack's library has the traits of a person in the context."""
    return {**expects, "context": {**expects["context"], "traits": traits}, "traits": {"$absent": True}}


def run_rudder():
    library = Library(
        "rudder-sdk-python", rudder, "rudder",
        time=datetime.isoformat, common={"channel": "server"}, identify=rudder_identify,
    )
    library.begin()
    rudder.write_key = WRITE_KEY
    rudder.dataPlaneUrl = GATEWAY
    rudder.on_error = failed
    every_call(library, rudder)
    rudder.flush()

    # Its batches may have 4 MB by themselves, which is more than a gateway takes.
    plain = RudderClient(WRITE_KEY, host=f"{GATEWAY}/", gzip=False, on_error=failed, upload_size=15)
    library.call(plain, "track", "track without gzip", {"properties": AWKWARD, "integrations": {"All": True}},
                 {"user_id": "42", "event": "Plain", "properties": AWKWARD})
    many(library, plain)
    plain.shutdown()

    waiting = RudderClient(WRITE_KEY, host=GATEWAY, sync_mode=True)
    library.call(waiting, "track", "track in sync mode", {"properties": AWKWARD},
                 {"user_id": "42", "event": "Waited", "properties": AWKWARD})
    rudder.shutdown()


run_segment()
run_rudder()
