"""`rules/` and a trust's folder into a `Policy`: two layers, each all its files together, the later over the earlier.

A named table (`[rule.lesson-soon]`, `[level.gold]`) replaces the base's whole, `enabled = false` in it removes one. In
a plain table (`[offer]`, `[synonyms]`) each key counts for itself. Within one layer nothing may be said twice.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from mailbot.core.model.policy import Policy
from mailbot.settings.check import reference_faults
from mailbot.settings.installation import MailboxSettings
from mailbot.settings.policy import trust as trust_tables
from mailbot.settings.policy import tuning
from mailbot.settings.policy.calendars import read_calendars
from mailbot.settings.policy.duty import read_leave, read_load
from mailbot.settings.policy.ordinary import read_ordinary
from mailbot.settings.policy.rule_table import read_rule
from mailbot.settings.toml.document import Faults, Node, read_document
from mailbot.settings.toml.fields import check_id, nearest_right
from mailbot.settings.toml.table import Table, section, unknown_right, unknown_wrong

NAMED = ("rule", "priority", "level", "school", "technician", "person", "calendar", "leave", "confidence")
PLAIN = (
    "trust",
    "on_call",
    "sla",
    "caps",
    "attachments",
    "load",
    "reminders",
    "offer",
    "promotion",
    "care",
    "kb",
    "synonyms",
    "replies",
)

# Folders of a trust that hold no policy.
_NO_POLICY = ("articles", "templates")
_MOST_FILES = 20_000

_Sections = dict[str, dict[str, Node]]


def load_policy(trust_id: str, folder: Path, *, base: Path, mailboxes: Mapping[str, MailboxSettings]) -> Policy:
    """Read the policy of `trust_id` from `folder`, laid over the program's rules in `base`.

    `mailboxes` are those of the whole installation, which schools name by id. Raises `SettingsError` with every mistake
    of both layers; names that exist nowhere are among them unless a file could not be read at all.
    """
    faults = Faults()
    layers = [_read_layer(layer, faults=faults) for layer in (base, folder)]
    whole = all(complete for _, complete in layers)
    root = _merge([sections for sections, _ in layers], folder=folder, faults=faults)
    policy = _read_policy(root, trust_id=trust_id, ordinary=read_ordinary(base))
    if whole:
        faults.extend(reference_faults(policy, mailboxes=mailboxes))
    faults.raise_any()
    return policy


def policy_files(folder: Path) -> Sequence[Path]:
    """Every file of a layer, sorted: all `*.toml` below `folder` but articles, templates and hidden ones."""
    found = []
    for file in folder.rglob("*.toml"):
        parts = file.relative_to(folder).parts
        if parts[0] not in _NO_POLICY and not any(part.startswith(".") for part in parts):
            found.append(file)
    return sorted(found)[:_MOST_FILES]


def _read_layer(folder: Path, *, faults: Faults) -> tuple[_Sections, bool]:
    sections: _Sections = {}
    files = policy_files(folder)
    if not files:
        place = Node(value="", file=folder)
        faults.add(place, key="", wrong="this folder holds no *.toml file", right="Correct the path in config.toml.")
    complete = bool(files)
    for file in files:
        document = read_document(file, faults=faults, keep=True)
        complete = complete and document is not None
        if document is not None and isinstance(document.value, Mapping):
            for name, node in document.value.items():
                _add_section(sections, name=name, node=node, faults=faults)
    return sections, complete


def _add_section(sections: _Sections, *, name: str, node: Node, faults: Faults) -> None:
    if name not in (*NAMED, *PLAIN):
        right = unknown_right(name, (*NAMED, *PLAIN))
        faults.add(node, key=name, wrong=unknown_wrong(name), right=right)
        return
    if not isinstance(node.value, Mapping):
        table = f"[{name}.NAME]" if name in NAMED else f"[{name}]"
        faults.add(node, key=name, wrong="this is no table", right=f"Write {table}.")
        return
    known = sections.setdefault(name, {})
    for key, entry in node.value.items():
        first = known.setdefault(key, entry)
        if first is not entry:
            wrong = f"is defined twice, first in {first.file}:{first.line}"
            faults.add(entry, key=f"{name}.{key}", wrong=wrong, right="Keep one of them.")


def _merge(layers: Sequence[_Sections], *, folder: Path, faults: Faults) -> Table:
    merged: _Sections = {}
    for layer in layers:
        for name, entries in layer.items():
            known = merged.setdefault(name, {})
            if name in NAMED:
                _check_removals(name, entries=entries, known=known, faults=faults)
            known.update(entries)
    tables = {name: _section_node(entries) for name, entries in merged.items()}
    return Table(Node(value=tables, file=folder), name="", faults=faults)


def _section_node(entries: Mapping[str, Node]) -> Node:
    """A section stands where its last layer begins it: there a missing key would be added."""
    last = list(entries.values())[-1] if entries else None
    return Node(value=entries, file=last.file if last is not None else Path())


def _check_removals(name: str, *, entries: Mapping[str, Node], known: Mapping[str, Node], faults: Faults) -> None:
    for key, entry in entries.items():
        if key not in known and _is_disabled(entry):
            right = nearest_right(key, known, otherwise="Take this table out.")
            faults.add(entry, key=f"{name}.{key}", wrong="there is none of this name to remove", right=right)


def _is_disabled(node: Node) -> bool:
    enabled = node.value.get("enabled") if isinstance(node.value, Mapping) else None
    return enabled is not None and enabled.value is False


def _named(root: Table, name: str) -> Mapping[str, Table]:
    tables = {}
    for key, table in root.named_tables(name).items():
        if name not in ("priority", "level"):
            check_id(root, name, name=key, node=table.node)
        if table.flag("enabled", default=True):
            tables[key] = table
    return tables


def _read_policy(root: Table, *, trust_id: str, ordinary: frozenset[str]) -> Policy:
    sla = tuning.read_sla(section(root, "sla"))
    trust_table = section(root, "trust")
    trust = trust_tables.read_trust(trust_table, trust_id=trust_id, level=sla.level)
    calendars = read_calendars(_named(root, "calendar"), zone=trust.zone)
    schools = trust_tables.read_schools(
        _named(root, "school"), trust=trust, calendars=calendars, trust_table=trust_table
    )
    people = trust_tables.read_people(_named(root, "person"), schools=schools)
    vips = tuple(address for person in people if person.vip for address in person.addresses)
    rules = [read_rule(table, name=name, vips=vips) for name, table in _named(root, "rule").items()]
    priorities = {id: tuning.read_priority(table, id=id) for id, table in _named(root, "priority").items()}
    return Policy(
        trust=trust_id,
        name=trust.name,
        zone=trust.zone,
        schools=schools,
        technicians={
            id: trust_tables.read_technician(table, id=id) for id, table in _named(root, "technician").items()
        },
        people=people,
        rules=tuple(sorted((rule for rule in rules if rule is not None), key=lambda rule: (rule.order, rule.name))),
        priorities=priorities,
        default_priority=sla.priority,
        levels={id: tuning.read_level(table, id=id) for id, table in _named(root, "level").items()},
        line_leads=trust.leads,
        manager=trust.manager,
        fallback=trust.fallback,
        on_call=trust_tables.read_on_call(section(root, "on_call")),
        leave=read_leave(_named(root, "leave"), zone=trust.zone),
        load=read_load(section(root, "load"), priorities={id: one.rank for id, one in priorities.items()}),
        reminders=tuning.read_reminders(section(root, "reminders")),
        caps=tuning.read_caps(section(root, "caps")),
        attachments=tuning.read_attachments(section(root, "attachments")),
        offer=tuning.read_offer(section(root, "offer")),
        promotion=tuning.read_promotion(section(root, "promotion")),
        care=tuning.read_care(section(root, "care")),
        kb=tuning.read_kb(
            section(root, "kb"),
            synonyms=section(root, "synonyms"),
            curves=_named(root, "confidence"),
            ordinary=ordinary,
        ),
        phrases=tuning.read_replies(section(root, "replies")),
        close_after_days=sla.close_after_days,
        undo_window=timedelta(minutes=sla.undo_window),
        overlap=sla.overlap,
        sources=_sources(root),
    )


def _sources(root: Table) -> Mapping[str, tuple[str, int]]:
    """Where each table and each of its keys stands, for mistakes that show only when all is joined."""
    places: dict[str, tuple[str, int]] = {}
    for name in root:
        for key, node in _entries(root.entry(name)).items():
            places[f"{name}.{key}"] = (str(node.file), node.line)
            for inner, at in _entries(node).items():
                places[f"{name}.{key}.{inner}"] = (str(at.file), at.line)
    return places


def _entries(node: Node | None) -> Mapping[str, Node]:
    return node.value if node is not None and isinstance(node.value, Mapping) else {}
