"""What the standard says an image's attributes are, read with pydicom alone.

An Enhanced MR image states most attributes in functional groups (PS3.3 C.7.6.16): once for all frames in the shared groups, or
for each frame in its own. A frame's own group counts before the shared one, and that before the top of the data set.
"""

import contextlib
import math
import re
import warnings

from pydicom.datadict import dictionary_VR, tag_for_keyword

# Macro -> what it holds that is of use here, with the classic keyword of the same meaning (PS3.3 C.7.6.16.2, C.8.13.5).
MACROS = {
    "PixelMeasuresSequence": {"PixelSpacing", "SliceThickness", "SpacingBetweenSlices"},  # C.7.6.16.2.1
    "FrameContentSequence": {  # C.7.6.16.2.2
        "FrameAcquisitionDateTime",
        "StackID",
        "InStackPositionNumber",
        "TemporalPositionIndex",
    },
    "PlanePositionSequence": {"ImagePositionPatient"},  # C.7.6.16.2.3
    "PlaneOrientationSequence": {"ImageOrientationPatient"},  # C.7.6.16.2.4
    "MRImageFrameTypeSequence": {"FrameType", "ComplexImageComponent", "AcquisitionContrast"},  # C.8.13.5.1
    "MRTimingAndRelatedParametersSequence": {  # C.8.13.5.2
        "RepetitionTime",
        "FlipAngle",
        "EchoTrainLength",
        "RFEchoTrainLength",
    },
    "MRFOVGeometrySequence": {  # C.8.13.5.3
        "InPlanePhaseEncodingDirection",
        "MRAcquisitionFrequencyEncodingSteps",
        "MRAcquisitionPhaseEncodingStepsInPlane",
        "PercentSampling",
        "PercentPhaseFieldOfView",
    },
    "MREchoSequence": {"EffectiveEchoTime"},  # C.8.13.5.4
    "MRModifierSequence": {  # C.8.13.5.5
        "InversionRecovery",
        "InversionTimes",
        "FlowCompensation",
        "Spoiling",
        "T2Preparation",
        "SpectrallySelectedExcitation",
    },
    "MRImagingModifierSequence": {"MagnetizationTransfer", "PixelBandwidth"},  # C.8.13.5.6
    "MRReceiveCoilSequence": {"ReceiveCoilName"},  # C.8.13.5.7
    "MRAveragesSequence": {"NumberOfAverages"},  # C.8.13.5.10
    "MRDiffusionSequence": {"DiffusionBValue", "DiffusionDirectionality"},  # C.8.13.5.12
}
# A legacy conversion puts what it could not assign here, whatever it is (C.7.6.16.2.25, C.7.6.16.2.26); a macro counts before it.
UNASSIGNED = ("UnassignedSharedConvertedAttributesSequence", "UnassignedPerFrameConvertedAttributesSequence")

MEANS = {
    "EffectiveEchoTime": "EchoTime",
    "FrameType": "ImageType",
    "FrameAcquisitionDateTime": "AcquisitionDateTime",
    "RFEchoTrainLength": "EchoTrainLength",
}

ABSENT = object()
LONGEST_TEXT = 256


class Image:
    """One frame of an object: where its attributes stand, the nearest first."""

    def __init__(self, dataset, shared, own, kinds):
        self.dataset, self.shared, self.own, self.kinds = dataset, shared, own, kinds

    def value(self, keyword):
        """The value of a keyword, `None` where it is there and empty, ABSENT where it is not there."""
        if keyword == "AcquisitionSteps":
            return self._steps()
        if keyword == "ContrastBolusAgent":
            return self._agent()
        if keyword == "BodyPartExamined":
            return self._body_part()
        if tag_for_keyword(keyword) is None:
            return ABSENT
        for groups in (self.own, self.shared):
            found = self._in_groups(groups, keyword)
            if found is not ABSENT:
                return found
        return self._of(self.dataset, keyword, keyword)

    def scopes(self):
        """Everything that speaks of this frame, the nearest first."""
        return [scope for scope in (self.own, self.shared, self.dataset) if scope is not None]

    def _in_groups(self, groups, keyword):
        if groups is None:
            return ABSENT
        for macro, held in MACROS.items():
            item = first_item(groups, macro)
            # What a macro names of its own counts before what it took over from classic images.
            for name in sorted(held, key=lambda one: one == "RFEchoTrainLength"):
                if item is not None and MEANS.get(name, name) == keyword and name in item:
                    return self._of(item, name, keyword)
        for sequence in UNASSIGNED:
            item = first_item(groups, sequence)
            if item is not None and keyword in item:
                return self._of(item, keyword, keyword)
        return ABSENT

    def _of(self, item, name, keyword):
        if name not in item:
            return ABSENT
        return read_element(item, name, self.kinds.get(keyword, "text"))

    def _steps(self):
        for groups in (self.own, self.shared):
            item = first_item(groups, "MRFOVGeometrySequence")
            names = ("MRAcquisitionPhaseEncodingStepsInPlane", "MRAcquisitionFrequencyEncodingSteps")
            if item is not None and all(name in item for name in names):
                steps = [read_element(item, name, "number") for name in names]
                return None if None in steps else steps
        return ABSENT

    def _agent(self):
        """Enhanced images say by number which of the listed agents were at work in a frame (C.8.13.5.14)."""
        agents = [
            (item.get("ContrastBolusAgentNumber"), code_text(item))
            for item in items(self.dataset, "ContrastBolusAgentSequence")
        ]
        for groups in (self.own, self.shared):
            usages = items(groups, "ContrastBolusUsageSequence") if groups is not None else []
            used = [use for use in usages if str(use.get("ContrastBolusAgentAdministered", "")).strip().upper() != "NO"]
            if used:
                names = [dict(agents).get(use.get("ContrastBolusAgentNumber"), "") for use in used]
                return ", ".join(name for name in names if name) or None
        stated = self._of(self.dataset, "ContrastBolusAgent", "ContrastBolusAgent")
        if stated is not ABSENT or not agents or self.usage_is_stated:
            return stated
        return ", ".join(name for _, name in agents) or None

    usage_is_stated = False

    def _body_part(self):
        stated = self._of(self.dataset, "BodyPartExamined", "BodyPartExamined")
        if stated not in (ABSENT, None):
            return stated
        for groups in self.anatomy_groups:
            for anatomy in items(groups, "FrameAnatomySequence"):
                for region in items(anatomy, "AnatomicRegionSequence")[:1]:
                    if "CodeMeaning" in region:
                        return tidy(str(region.CodeMeaning)).upper()
        return stated

    anatomy_groups = ()


def images_of(dataset, kinds):
    """The frames of an object, each with what the standard says of it. A classic image is its one frame."""
    shared = first_item(dataset, "SharedFunctionalGroupsSequence")
    frames = items(dataset, "PerFrameFunctionalGroupsSequence")
    images = [Image(dataset, shared, own, kinds) for own in frames] or [Image(dataset, shared, None, kinds)]
    everything = [groups for groups in [shared, *frames] if groups is not None]
    stated = any("ContrastBolusUsageSequence" in groups for groups in everything)
    for image in images:
        image.usage_is_stated = stated
        image.anatomy_groups = everything
    return images


def read_element(item, keyword, kind):
    """The value of an element as our four kinds of values have it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            value = item[keyword].value
        except (ValueError, TypeError, OverflowError, NotImplementedError):
            return None
    values = [] if value is None or value == "" else list(value) if is_multiple(value) else [value]
    if kind == "text":
        return tidy("\\".join(str(one) for one in values)) or None
    if kind == "text-list":
        return [tidy(str(one)) for one in values] if any(tidy(str(one)) for one in values) else None
    numbers = [number(one) for one in values]
    if kind == "number":
        return numbers[0] if numbers else None
    return None if not numbers or None in numbers else numbers


def number(value):
    if value is None or value == "":
        return None
    with contextlib.suppress(ValueError, TypeError):
        read = float(value)
        return read if math.isfinite(read) else None
    return None


def is_multiple(value):
    return hasattr(value, "__iter__") and not isinstance(value, (str, bytes))


def tidy(text):
    """Without what may not be printed, blanks at the ends, and all behind 256 characters, as the reader promises."""
    text = re.sub("[\t\n\v\f\r\u0085\u2028\u2029]+", " ", text)
    text = re.sub("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", "", text)
    return text.strip()[:LONGEST_TEXT]


def items(dataset, keyword):
    if dataset is None or keyword not in dataset or dictionary_VR(tag_for_keyword(keyword)) != "SQ":
        return []
    return list(dataset[keyword].value or [])


def first_item(dataset, keyword):
    found = items(dataset, keyword)
    return found[0] if found else None


def code_text(item):
    return tidy(str(item.get("CodeMeaning", ""))) or tidy(str(item.get("CodeValue", "")))
