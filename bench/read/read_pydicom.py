import json
import os
import sys

import pydicom

folder = sys.argv[1]
images = failed = 0
for name in os.listdir(folder):
    try:
        data_set = pydicom.dcmread(os.path.join(folder, name), stop_before_pixels=True, force=True)
        images += "StudyInstanceUID" in data_set
    except Exception:
        failed += 1
print(json.dumps({"images": images, "failed": failed}))
