# SPDX-License-Identifier: EUPL-1.2
"""The words for the codes of own criteria, missing criteria, views, feeds and editors' tasks on screen."""

from __future__ import annotations

from flask_babel import lazy_gettext

_ = lazy_gettext

GAP_STATUSES = {
    "open": _("Öppen"),
    "in_work": _("Under arbete"),
    "filled": _("Fylld"),
    "declined": _("Avböjd"),
}
SHARE_PURPOSES = {"use": _("att använda"), "review": _("att granska")}
PROPOSAL_STATES = {"open": _("Väntar på svar"), "accepted": _("Antaget"), "declined": _("Avslaget")}
STANDPOINTS = {
    "supports": _("Stöder utkastet"),
    "supports_with_changes": _("Stöder med ändringar"),
    "opposes": _("Är emot"),
    "no_view": _("Avstår från att ta ställning"),
}
ITEM_CHANGES = {
    "new": _("Ny"),
    "changed": _("Ändrad utan ny version"),
    "missing": _("Saknas hos källan"),
    "back": _("Tillbaka hos källan"),
}
UPGRADE_CHANGES = {
    "published": _("Publicerad"),
    "group_kept": _("Gruppen behåller namnet härifrån"),
    "supersede": _("Ersatt av ny version"),
    "withdraw_replaced": _("Indragen och ersatt"),
    "withdraw_gap": _("Indragen, lucka"),
    "withdraw_law": _("Indragen, lagen räcker"),
    "start_revision": _("Omarbetas"),
    "stop_revision": _("Omarbetningen avbruten"),
    "fill_gap": _("Luckan fylld"),
    "renew_notice": _("Luckbeskedet ändrat"),
    "move": _("Flyttad till annan produktgrupp"),
    "reviewed": _("Granskad"),
}
EVERY_ORGANISATION = _("alla organisationer")
