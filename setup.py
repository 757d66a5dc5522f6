# SPDX-License-Identifier: EUPL-1.2
"""The list of packages; everything else about the product stands in `setup.cfg`.

`setup.cfg` can say `find:` or name packages, not both, and `criteria.shipped` and `criteria.shipped_help`
cannot be found: their folders are `data/` and `docs/sv/`. Without their names in the list the wheel has
neither library nor help pages, and the editable install does not find them.
"""

from setuptools import find_packages, setup

setup(
    packages=[
        *find_packages(include=["criteria", "criteria.*", "followup", "followup.*", "webapp", "webapp.*"]),
        "criteria.shipped",
        "criteria.shipped_help",
    ],
    package_dir={"criteria.shipped": "data", "criteria.shipped_help": "docs/sv"},
)
