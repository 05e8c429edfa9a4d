"""The ways in which the reader differs from the standard attributes on purpose, each checked against pydicom and cited.

A difference that none of these accounts for is a disagreement.
"""

import struct

from flatten import ABSENT, MACROS, first_item, is_multiple, number, read_element, tidy

MOST_DEPTH = 3


def explanation(keyword, ours, theirs, image, attributes):
    """The name and the reason of the class that accounts for a difference; `None` when none does."""
    for name, (accounts_for, reason) in CLASSES.items():
        if accounts_for(keyword, ours, theirs, image, attributes):
            return name, reason
    return None


def vendor_stands_in(keyword, ours, theirs, image, attributes):
    if theirs not in (ABSENT, None):
        return False
    for vendor in attributes["vendors"]:
        if vendor["fills"] != keyword:
            continue
        for scope in image.scopes():
            for values in private_values(scope, vendor):
                if means(vendor, values, ours):
                    return True
    return False


def private_values(dataset, vendor, depth=0):
    """The values of a private element, its block resolved by pydicom from its creator (PS3.5 7.8.1)."""
    try:
        element = dataset.private_block(vendor["group"], vendor["creator"])[vendor["element"]]
        yield decoded(element, vendor)
    except KeyError:
        pass
    if depth >= MOST_DEPTH:
        return
    for element in dataset:
        # Vendors put elements into private sequences of the functional groups, of which there are few.
        if element.VR == "SQ" and element.tag.is_private:
            for item in element.value or []:
                yield from private_values(item, vendor, depth + 1)


def decoded(element, vendor):
    value = element.value
    if isinstance(value, bytes):
        if vendor["vr"] in ("FD", "FL", "SL", "SS", "US", "UL"):
            code = {"FD": "d", "FL": "f", "SL": "i", "SS": "h", "US": "H", "UL": "I"}[vendor["vr"]]
            size = struct.calcsize(code)
            return list(struct.unpack(f"<{len(value) // size}{code}", value[: len(value) // size * size]))
        return value.decode("latin-1").rstrip("\0 ").split("\\")
    return list(value) if is_multiple(value) else [value]


def vendor_was_missed(keyword, image, attributes):
    """A usable private element for an attribute that neither reader has: its value, or `None`."""
    for vendor in attributes["vendors"]:
        # GE's stands in every image and means nothing in most: core/dicom/vendorAttributes.ts says when.
        if vendor["fills"] != keyword or vendor["reading"] == "ge-b-value" or is_behind_header(vendor, image):
            continue
        for scope in image.scopes():
            for values in private_values(scope, vendor, MOST_DEPTH):
                if is_usable(values, vendor["reading"]):
                    return values
    return None


LAST_STANDARD_GROUP = 0x0028


def is_behind_header(vendor, image):
    """Classic images are read to group 0028, and on to a vendor's group only where a rule needs what may stand there:

    Philips' always, those of GE and UIH where the image may be diffusion-weighted and has no b-value.
    """
    is_enhanced = "PerFrameFunctionalGroupsSequence" in image.dataset
    if is_enhanced or vendor["group"] <= LAST_STANDARD_GROUP:
        return False
    codes = read_element(image.dataset, "ScanningSequence", "text-list") if "ScanningSequence" in image.dataset else None
    may_be_diffusion = (not codes or "EP" in codes) and number(image.dataset.get("DiffusionBValue")) is None
    return not (vendor["creator"].upper().startswith("PHILIPS") or may_be_diffusion)


LARGEST_NUMBER = 1e6


def is_usable(values, reading):
    if reading.startswith("text"):
        return any(tidy(str(one)) for one in values)
    first = number(values[0]) if values else None
    return first is not None and (0 < first if reading == "positive-number" else 0 <= first) and first <= LARGEST_NUMBER


GE_BIAS = 1_000_000_000


def means(vendor, values, ours):
    reading = vendor["reading"]
    if reading == "text":
        return ours == tidy("\\".join(str(one) for one in values))
    if reading == "text-list":
        return ours == [tidy(str(one)) for one in values]
    first = number(values[0]) if values else None
    if first is None:
        return False
    return ours == (first - GE_BIAS if reading == "ge-b-value" and first >= GE_BIAS else first)


def extended_macro(keyword, ours, theirs, image, attributes):
    if theirs is not ABSENT or keyword not in attributes["tags"]:
        return False
    stated = [
        read_element(item, keyword, image.kinds[keyword])
        for groups in image.scopes()[:-1]
        for macro in MACROS
        if (item := first_item(groups, macro)) is not None and keyword in item
    ]
    return ours in stated


def field_in_other_unit(keyword, ours, theirs, image, attributes):
    return (
        keyword == "MagneticFieldStrength"
        and isinstance(theirs, float)
        and theirs > 100
        and ours in (theirs / 10_000, theirs / 1_000)
    )


def wrong_count(keyword, ours, theirs, image, attributes):
    count = attributes["counts"].get(keyword)
    return ours is None and count is not None and isinstance(theirs, list) and len(theirs) != count


CLASSES = {
    "a vendor's private element stands in for an absent or empty attribute": (
        vendor_stands_in,
        "PS3.5 7.8.1; the meaning of each is cited in core/dicom/vendorAttributes.ts; the value equals pydicom's of that element",
    ),
    "an attribute stands in a macro that is not its own": (
        extended_macro,
        "Standard Extended SOP Classes add attributes (PS3.2, PS3.4 B.4.1); the value equals pydicom's of that macro",
    ),
    "field strength in gauss or millitesla is given in tesla": (
        field_in_other_unit,
        "PS3.3 C.8.3.1 has tesla; remarked in the header",
    ),
    "a list of the wrong length is not used": (
        wrong_count,
        "PS3.6 fixes the value multiplicity; remarked in the header",
    ),
}
