"""What schemathesis must know of the contract that OpenAPI cannot say, and what it shall check beside its own checks.

The document is the one that the server hands out; it is changed in memory alone. The paths, /#Action=DescribeImages, need
no change: what follows the # is not sent, and the parameter Action, of one allowed value, is.
"""

import copy
import xml.etree.ElementTree as ElementTree

import schemathesis

# Only a signed request has them, and these requests are not signed.
OF_A_SIGNATURE = {
    "AccessKeyId",
    "SignatureMethod",
    "SignatureVersion",
    "SignatureNonce",
    "Timestamp",
    "Signature",
    "SecurityToken",
}
# The server gave it out, and refuses any other, however well it looks.
OF_THE_SERVER = {"NextToken"}
# Another region has no images to check, and one that does not exist is an error.
REGION = "cn-hangzhou"
FORM = "application/x-www-form-urlencoded"

document = {}


def resolved(node):
    while "$ref" in node:
        target = document
        for name in node["$ref"].removeprefix("#/").split("/"):
            target = target[name.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def on_the_wire(parameter):
    """The parameters as which a numbered list is sent, the first two items of it: Tag.1.Key, Tag.1.Value, Tag.2.Key, …"""
    if parameter.get("x-style") != "repeatList":
        yield parameter
        return
    items = resolved(parameter["schema"]["items"])
    for n in (1, 2):
        item = f"{parameter['name']}.{n}"
        for member, schema in items.get("properties", {"": items}).items():
            # A list in a list is left to the project's own tests.
            if resolved(schema).get("type") != "array":
                yield {"name": f"{item}.{member}".rstrip("."), "in": "query", "schema": schema}


@schemathesis.hook
def before_load_schema(context, raw_schema):
    global document
    document = copy.deepcopy(raw_schema)
    for path in raw_schema["paths"].values():
        parameters = [
            parameter
            for described in map(resolved, path.pop("parameters"))
            if described["name"] not in OF_A_SIGNATURE | OF_THE_SERVER
            for parameter in on_the_wire(described)
        ]
        for parameter in parameters:
            if parameter["name"] == "RegionId":
                parameter["schema"] = {"type": "string", "enum": [REGION]}
        path["get"]["parameters"] = parameters
        # The POST sends them in a form, for which the contract says no more than that they have the same names.
        path["post"]["requestBody"] = {
            "required": True,
            "content": {
                FORM: {
                    "schema": {
                        "type": "object",
                        "required": [parameter["name"] for parameter in parameters if parameter.get("required")],
                        "properties": {parameter["name"]: parameter["schema"] for parameter in parameters},
                    },
                    "encoding": {
                        parameter["name"]: {"style": "form", "explode": False}
                        for parameter in parameters
                        if parameter["schema"].get("type") == "array"
                    },
                }
            },
        }
    # An answer holds nothing that the contract does not describe.
    for schema in raw_schema["components"]["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False


def parameters_of(case):
    return map(resolved, document["paths"][case.operation.path]["parameters"])


def sent(case):
    """The parameters of a case: those of its query, and those of its form."""
    return {**(case.query or {}), **(case.body if isinstance(case.body, dict) else {})}


@schemathesis.hook
def filter_case(context, case):
    """Leaves out what is neither right nor wrong, or not the same on the wire, as the contract says in words."""
    given = sent(case)
    # Unknown parameters are ignored.
    if not given.keys() <= {sent["name"] for parameter in parameters_of(case) for sent in on_the_wire(parameter)}:
        return False
    # A parameter without text counts as absent, an item without text too; but Tag.1.Value= is a value.
    for name, value in given.items():
        texts = value if isinstance(value, list) else [value]
        if not name.endswith(".Value") and any(str(text).strip(" ,") == "" for text in texts):
            return False
    # What an item of a numbered list requires.
    for parameter in parameters_of(case):
        for n in (1, 2):
            item = f"{parameter['name']}.{n}."
            if any(name.startswith(item) for name in given):
                required = resolved(parameter["schema"]["items"]).get("required", [])
                if any(item + member not in given for member in required):
                    return False
    return not breaks_a_rule_of_words(given)


def breaks_a_rule_of_words(given):
    """What parameters demand of one another, where the error for it is that of a constraint, too."""
    states = given.get("Status", [])
    states = states if isinstance(states, list) else str(states).split(",")
    keys = [str(value) for name, value in given.items() if name.startswith("TagFilter.")]
    beside_tags = bool(keys) and any(name.startswith("Tag.") for name in given)
    return ("ALL" in states and len(states) > 1) or beside_tags or any("*" in key for key in keys)


def error(response):
    """The error that was answered, as the contract tells errors apart: status, code and message."""
    if response.headers["content-type"][0].startswith("text/xml"):
        root = ElementTree.fromstring(response.content)
        return str(response.status_code), root.findtext("Code"), root.findtext("Message")
    answer = response.json()
    return str(response.status_code), answer["Code"], answer["Message"]


def errors(case):
    """The errors that the contract lists for a call, by their ids."""
    responses = document["paths"][case.operation.path]["get"]["responses"]
    return {
        name: (status, resolved(example)["value"]["Code"], resolved(example)["value"]["Message"])
        for status, response in responses.items()
        if not status.startswith("2")
        for name, example in resolved(response)["content"]["application/json"]["examples"].items()
    }


@schemathesis.check
def error_is_listed(ctx, response, case):
    """Every error has the status, code and message of one that the contract lists for this call."""
    if response.status_code >= 400:
        assert error(response) in errors(case).values(), f"the contract does not list {error(response)}"


@schemathesis.check
def valid_request_is_accepted(ctx, response, case):
    """A request within all constraints is answered, or breaks a rule that no constraint says.

    In place of positive_data_acceptance, which lets any 404 pass, and no 400, where the contract says by words alone what
    parameters demand of one another.
    """
    positive = case.meta and case.meta.generation.mode.is_positive and case.method in ("GET", "POST")
    if response.status_code < 400 or not positive:
        return
    of_constraints = {name for parameter in parameters_of(case) for name in parameter.get("x-errors", {}).values()}
    rules = {listed for name, listed in errors(case).items() if name not in of_constraints}
    assert error(response) in rules, f"within all constraints, and yet {error(response)}"


@schemathesis.deserializer("text/xml")
def read_xml(context, response):
    """An answer in XML as JSON of the same shape, so that the schema judges it too."""
    media = resolved(document["paths"][context.operation.path]["get"]["responses"][str(response.status_code)])["content"]
    schema = resolved(media["text/xml"]["schema"])
    root = ElementTree.fromstring(response.content)
    assert root.tag == schema["xml"]["name"], root.tag
    return read(root, schema)


def read(element, schema):
    schema = resolved(schema)
    if schema["type"] == "object":
        members = schema["properties"]
        answer = {name: [] for name, member in members.items() if resolved(member)["type"] == "array"}
        for child in element:
            member = resolved(members.get(child.tag, {"type": "string"}))
            if member["type"] == "array":
                answer[child.tag].append(read(child, member["items"]))
            else:
                assert child.tag not in answer, f"{child.tag} stands there twice"
                answer[child.tag] = read(child, member)
        return answer
    text = element.text or ""
    if schema["type"] == "integer":
        return int(text)
    if schema["type"] == "boolean":
        return {"true": True, "false": False}[text]
    return text
