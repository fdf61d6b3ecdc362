"""Plays a botocore client for round-trip.test.ts: one JSON message a line in, one a line out.

For every operation of a service, in botocore's own model: serializes a sample input, lets the test decode it,
then parses what the test encoded. The samples are botocore's for inputs and the test's for outputs.
"""

import base64
import datetime
import json
import sys
from urllib.parse import urlencode

import botocore
import botocore.parsers
import botocore.serialize
import botocore.session
from botocore.awsrequest import HeadersDict

count = 0


def sample(shape, within=()):
    """A value with every member of the shape, each different from all others."""
    global count
    count += 1
    kind = shape.type_name
    if kind == "structure":
        if shape.name in within:
            return None
        value = {}
        for name, member in shape.members.items():
            if getattr(shape, "is_tagged_union", False) and value:
                break
            if member.serialization.get("streaming") or getattr(member, "is_eventstream", False):
                continue
            child = sample(member, within + (shape.name,))
            if child is not None:
                value[name] = child
        return value or None
    if kind == "list":
        first = sample(shape.member, within)
        return None if first is None else [first, sample(shape.member, within)]
    if kind == "map":
        child = sample(shape.value, within)
        return None if child is None else {f"k{count}": child, f"j{count}": sample(shape.value, within)}
    if kind == "boolean":
        return True
    if kind in ("integer", "long"):
        return count
    if kind in ("double", "float"):
        return count + 0.5
    if kind == "timestamp":
        return datetime.datetime.fromtimestamp(1700000000 + count, datetime.timezone.utc)
    if kind == "blob":
        return b"blob%d" % count
    # Route 53's page sizes are text to botocore and numbers to the SDK: here they are text that is a number.
    if shape.name in ("PageMaxItems", "MaxResults"):
        return str(count)
    return f"v{count}"


def comparable(value):
    if isinstance(value, datetime.datetime):
        return {"timestamp": round(value.timestamp())}
    if isinstance(value, (bytes, bytearray)):
        return {"blob": base64.b64encode(value).decode()}
    if isinstance(value, dict):
        return {name: comparable(child) for name, child in value.items()}
    if isinstance(value, list):
        return [comparable(child) for child in value]
    return value


def ask(message):
    print(json.dumps(message), flush=True)
    return json.loads(sys.stdin.readline())


def request_of(service, operation, serializer):
    params = (sample(operation.input_shape) or {}) if operation.input_shape else {}
    if service == "s3" and "Bucket" in params:
        params["Bucket"] = "a-bucket"
    request = serializer.serialize_to_request(params, operation)
    body = request["body"]
    if isinstance(body, dict):
        body = urlencode(body, doseq=True)
    if isinstance(body, str):
        body = body.encode()
    path, _, query = request["url_path"].partition("?")
    more = urlencode(request.get("query_string") or {}, doseq=True)
    return {
        "service": service,
        "operation": operation.name,
        "input": comparable(params),
        "method": request["method"],
        "path": path,
        "search": "&".join(part for part in (query, more) if part),
        "headers": {name.lower(): str(value) for name, value in request["headers"].items()},
        "body": base64.b64encode(body or b"").decode(),
    }


def parsed(operation, parser, response):
    output = parser.parse(
        {
            "status_code": response["status"],
            "headers": HeadersDict(response["headers"]),
            "body": base64.b64decode(response["body"]),
        },
        operation.output_shape,
    )
    output.pop("ResponseMetadata", None)
    members = list(operation.output_shape.members) if operation.output_shape else []
    return {"output": comparable(output), "members": members}


def main():
    session = botocore.session.get_session()
    ask({"botocore": botocore.__version__})
    for service in sys.argv[1:]:
        model = session.get_service_model(service)
        protocol = model.metadata["protocol"]
        serializer = botocore.serialize.create_serializer(protocol, include_validation=False)
        parser = botocore.parsers.create_parser(protocol)
        for name in model.operation_names:
            operation = model.operation_model(name)
            response = ask(request_of(service, operation, serializer))
            if "status" in response:
                try:
                    ask(parsed(operation, parser, response))
                except ValueError as problem:
                    ask({"problem": str(problem)})
    print(json.dumps({"done": True}), flush=True)


main()
