# SPDX-License-Identifier: EUPL-1.2
"""What can be demanded: the criteria library, requirement sets and their documents."""
