"""Looking into WordprocessingML, in either of its namespaces (transitional and strict)."""

from __future__ import annotations

from lxml import etree


def child(item: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of this local name."""
    return None if item is None else next(item.iterchildren(f"{{*}}{name}"), None)


def value(item: etree._Element | None) -> str:
    """Its ``val`` attribute, ``""`` without one."""
    if item is None:
        return ""
    return next((v for k, v in item.attrib.items() if etree.QName(k).localname == "val"), "")


def is_on(item: etree._Element | None) -> bool:
    """Whether a switch (``<w:vanish/>``) is there and not off."""
    return item is not None and value(item).lower() not in ("0", "false", "off", "none")


def name_of(item: etree._Element) -> str:
    """An element's local name."""
    return etree.QName(item).localname if isinstance(item.tag, str) else ""
