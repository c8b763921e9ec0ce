"""Reads how a mailbox logs in without a password: the application or account that gets access tokens (RFC 6749)."""

import re

from mailbot.settings.installation import GoogleAccount, MicrosoftApp, Secret
from mailbot.settings.secrets import FORMS, SecretPlaces, read_secret
from mailbot.settings.toml.table import Table

PROVIDERS = ("microsoft365", "google")
_MICROSOFT = "https://login.microsoftonline.com"
_AUTHORITY = re.compile(r"https://[A-Za-z0-9.:-]{1,200}/[A-Za-z0-9._/-]{1,200}")
_TENANT = re.compile(r"[A-Za-z0-9.-]{1,200}")


def read_oauth(table: Table, *, places: SecretPlaces) -> MicrosoftApp | GoogleAccount | None:
    """Read `[mailbox.ID.imap.oauth]`; None where it is missing or wrong (with a fault)."""
    inner = table.table("oauth")
    if inner is None:
        return None
    if "provider" not in inner:
        inner.fault("provider", wrong="is missing", right='Write provider = "microsoft365" or "google".')
        return None
    made: MicrosoftApp | GoogleAccount
    if inner.choice("provider", options=PROVIDERS, default="google") == "microsoft365":
        made = _microsoft(inner, places=places)
    else:
        made = GoogleAccount(key=_needed(inner, "key", places=places))
    inner.close()
    return made


def _microsoft(table: Table, *, places: SecretPlaces) -> MicrosoftApp:
    tenant = table.text("tenant")
    if tenant and not _TENANT.fullmatch(tenant):
        table.fault("tenant", wrong="is no tenant", right="Write the directory's id or its domain.")
    authority = table.text("authority", default=f"{_MICROSOFT}/{tenant or 'tenant'}")
    if not _AUTHORITY.fullmatch(authority):
        table.fault("authority", wrong="is no address of an authority", right=f'Write "{_MICROSOFT}/TENANT".')
    ca_file = table.text("ca_file", default="")
    return MicrosoftApp(
        authority=authority,
        client_id=table.text("client_id"),
        secret=_needed(table, "secret", places=places),
        ca_file=places.folder / ca_file if ca_file else None,
        timeout=table.number("timeout", default=15.0, low=0.1, high=300),
    )


def _needed(table: Table, key: str, *, places: SecretPlaces) -> Secret:
    if key not in table:
        table.fault(key, wrong="is missing", right=f"Write {key} = {FORMS}.")
    return read_secret(table, key, places=places) or Secret(value="", source="nowhere")
