# SPDX-License-Identifier: EUPL-1.2
"""The list of packages; everything else about the product stands in `setup.cfg`.

`setup.cfg` can say `find:` or name packages, not both, and `criteria.shipped` cannot be found:
its folder is `data/`. Without its name in the list the wheel has no library, and the editable
install has no `criteria.shipped`.
"""

from setuptools import find_packages, setup

setup(
    packages=[
        *find_packages(include=["criteria", "criteria.*", "followup", "followup.*", "webapp", "webapp.*"]),
        "criteria.shipped",
    ],
    package_dir={"criteria.shipped": "data"},
)
