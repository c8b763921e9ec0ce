"""Mail domains: whose school a domain is, found from the longest suffix on a label boundary.

Internationalised domains (RFC 5890) are compared in their ASCII form and only with domains that are configured, so a
look-alike belongs to nobody.
"""

from collections.abc import Mapping

from mailbot.core.model.policy import DomainKind, Policy

DomainTable = Mapping[str, tuple[str, DomainKind]]

FREEMAIL = frozenset(
    {
        "aol.com", "btinternet.com", "fastmail.com", "gmail.com", "gmx.com", "gmx.net", "googlemail.com",
        "hotmail.co.uk", "hotmail.com", "icloud.com", "live.co.uk", "live.com", "mac.com", "mail.com",
        "me.com", "msn.com", "outlook.com", "proton.me", "protonmail.com", "sky.com", "talktalk.net",
        "virginmedia.com", "yahoo.co.uk", "yahoo.com",
    }
)  # fmt: skip

_LONGEST_DOMAIN = 253


def domain_table(policy: Policy) -> DomainTable:
    """Map every domain of the policy to its school's id and whose it is; a freemail domain is never mapped."""
    return {
        name: (school.id, domain.people)
        for school in policy.schools.values()
        for domain in school.domains
        if (name := ascii_domain(domain.name)) and name not in FREEMAIL
    }


def school_of_domain(domain: str, *, table: DomainTable) -> tuple[str, str, DomainKind] | None:
    """Give the mapped domain, its school's id and whose it is, for the longest suffix of `domain` that is mapped."""
    suffix = ascii_domain(domain)
    while suffix:
        found = table.get(suffix)
        if found is not None:
            return suffix, *found
        suffix = suffix.partition(".")[2]
    return None


def ascii_domain(domain: str) -> str:
    """Give the domain in lower-case ASCII, '' where it has no honest ASCII form or is too long.

    A label of other letters that merely *folds* to plain ASCII (full-width letters, say) is refused: nobody types it.
    """
    name = domain.strip().rstrip(".").lower()
    if len(name) > _LONGEST_DOMAIN:
        return ""
    if name.isascii():
        return name
    return _encoded(name)


def _encoded(name: str) -> str:
    labels = []
    for label in name.split("."):
        try:
            ascii_label = label.encode("idna").decode("ascii").lower()
        except UnicodeError:
            return ""
        if not label.isascii() and not ascii_label.startswith("xn--"):
            return ""
        labels.append(ascii_label)
    return ".".join(labels)
