"""Holds this project's readings against pydicom's, file by file and frame by frame. Started by oracle.ts."""

import json
import logging
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pydicom
from explained import explanation, vendor_was_missed
from flatten import ABSENT, images_of, read_element
from pydicom.datadict import dictionary_VR, tag_for_keyword

MR_IMAGE_CLASSES = {
    "1.2.840.10008.5.1.4.1.1.4",
    "1.2.840.10008.5.1.4.1.1.4.1",
    "1.2.840.10008.5.1.4.1.1.4.3",
    "1.2.840.10008.5.1.4.1.1.4.4",
}
# What a rejection says of the object itself; any other code says of its state, and is looked at as a disagreement.
NO_MR_IMAGE = {"not-mr", "not-an-image", "dicomdir", "not-dicom", "archive-not-supported", "empty"}
UIDS = ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "SOPClassUID")
PATIENT = ("PatientID", "IssuerOfPatientID", "PatientBirthDate")
DEFERRED_BYTES = 4096
MOST_SHOWN = 40


def main(folder):
    logging.getLogger("pydicom").setLevel(logging.CRITICAL)
    attributes = json.loads((folder / "attributes.json").read_text())
    result = Result(attributes)
    check_dictionary(attributes, result)
    for line in (folder / "readings.jsonl").open():
        entry = json.loads(line)
        compare_file(entry["path"], entry["reading"], attributes, result)
    result.show()
    return 1 if result.disagreements or result.values == 0 else 0


class Result:
    def __init__(self, attributes):
        self.kinds = {
            **{keyword: "text" for keyword in attributes["text"]},
            **{keyword: "number" for keyword in attributes["number"]},
            **{keyword: "number-list" for keyword in attributes["numberList"]},
            **{keyword: "text-list" for keyword in attributes["textList"]},
        }
        self.files = self.frames = self.values = self.absent = self.rejected = 0
        self.explained, self.examples, self.disagreements = Counter(), {}, []

    def explain(self, reason, path, what):
        self.explained[reason] += 1
        self.examples.setdefault(reason, (path, what))

    def disagree(self, path, keyword, what):
        self.disagreements.append((path, keyword, what))

    def show(self):
        print(f"pydicom {pydicom.__version__}: {self.files} files, {self.frames} frames, {self.rejected} rejected objects")
        print(f"{self.values} values compared, and {self.absent} that both find absent")
        for (name, reason), count in self.explained.items():
            path, what = self.examples[(name, reason)]
            print(f"\n{count} times {name}: {reason}\n  for example {path}: {what}")
        print(f"\n{len(self.disagreements)} disagreements")
        for path, keyword, what in self.disagreements[:MOST_SHOWN]:
            print(f"  {path}: {what}\n    dcmdump: {second_opinion(path, keyword)}")


def check_dictionary(attributes, result):
    """Tag and VR of each keyword are those of pydicom's dictionary."""
    for keyword, entry in attributes["tags"].items():
        tag = tag_for_keyword(keyword)
        result.values += 1
        if tag is None or int(tag) != entry["tag"] or entry["vr"] not in dictionary_VR(tag):
            result.disagree("attributeTable.ts", keyword, f"{keyword} is not {entry} in pydicom's dictionary")


def compare_file(path, reading, attributes, result):
    result.files += 1
    dataset = pydicom.dcmread(path, force=True, defer_size=DEFERRED_BYTES)
    if reading["kind"] == "rejected":
        compare_rejected(path, reading, dataset, result)
        return
    header = reading["header"]
    for keyword in UIDS:
        compare(path, keyword, header[keyword], standard_text(dataset, keyword), None, attributes, result)
    for keyword in PATIENT:
        ours = reading["patient"][keyword]
        theirs = standard_text(dataset, keyword)
        compare(path, keyword, ours, None if theirs is ABSENT else theirs, None, attributes, result)
    images = images_of(dataset, result.kinds)
    if len(images) != len(header["frames"]):
        result.disagree(path, "NumberOfFrames", f"{len(header['frames'])} frames, pydicom has {len(images)}")
        return
    for number, (frame, image) in enumerate(zip(header["frames"], images, strict=True), 1):
        result.frames += 1
        ours = {**header["shared"], **frame}
        for keyword in result.kinds:
            mine = ours.get(keyword, ABSENT)
            theirs = image.value(keyword)
            place = f"{path}, frame {number}"
            compare(place, keyword, mine, theirs, image, attributes, result)
            if mine in (ABSENT, None, "") and theirs in (ABSENT, None):
                missed = vendor_was_missed(keyword, image, attributes)
                if missed is not None:
                    result.disagree(place, keyword, f"{keyword} is absent here, and a vendor's element says {missed}")


def compare(path, keyword, ours, theirs, image, attributes, result):
    ours = None if ours == "" else ours
    if ours is ABSENT and theirs is ABSENT:
        result.absent += 1
        return
    result.values += 1
    if same(ours, theirs):
        return
    what = f"{keyword} is {show(ours)} here, {show(theirs)} for pydicom"
    reason = explanation(keyword, ours, theirs, image, attributes) if image is not None else None
    if reason is None:
        result.disagree(path, keyword, what)
    else:
        result.explain(reason, path, what)


def same(ours, theirs):
    if ours is ABSENT or theirs is ABSENT:
        return ours is theirs
    return ours == theirs


def compare_rejected(path, reading, dataset, result):
    result.rejected += 1
    meta = getattr(dataset, "file_meta", {})
    uid = str(dataset.get("SOPClassUID") or meta.get("MediaStorageSOPClassUID") or "")
    result.values += 1
    if uid in MR_IMAGE_CLASSES or reading["code"] not in NO_MR_IMAGE:
        result.disagree(path, "SOPClassUID", f"rejected as {reading['code']}, pydicom has SOP class {uid or 'none'}")


def standard_text(dataset, keyword):
    return read_element(dataset, keyword, "text") if keyword in dataset else ABSENT


def show(value):
    return "absent" if value is ABSENT else json.dumps(value, ensure_ascii=False)


def second_opinion(path, keyword):
    """What dcmtk reads of the same attribute, wherever it stands."""
    if shutil.which("dcmdump") is None:
        return "not installed"
    tag = tag_for_keyword(keyword)
    if tag is None:
        return "no standard attribute"
    file = path.split(", frame ")[0]
    search = f"{tag >> 16:04x},{tag & 0xFFFF:04x}"
    done = subprocess.run(["dcmdump", "-q", "+P", search, file], capture_output=True, text=True, errors="replace", check=False)
    lines = done.stdout.strip().splitlines() or [done.stderr.strip() or "not there"]
    return " | ".join(dict.fromkeys(line.strip() for line in lines[:8]))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
