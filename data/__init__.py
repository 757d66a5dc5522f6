# SPDX-License-Identifier: EUPL-1.2
"""The shipped library, read through `importlib.resources` as `criteria.shipped`."""
