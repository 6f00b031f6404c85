"""Which role a country has in a view: the one place where that is decided, for map, charts, legends and tables."""

from __future__ import annotations

from collections.abc import Collection

from geo.view.palette import Role


def role_of(
    area: str,
    *,
    region: Collection[str],
    roster: Collection[str],
    partners: Collection[str] = (),
    fallen: Collection[str] = (),
) -> Role:
    """Return the role of `area`: it falls away, is at home, in the roster, a partner, or one of the rest.

    At home are members of the roster and partners that lie in the home region. A neighbour that is neither is one of
    the rest: the colour of what is secured must not speak for it.

    Parameters
    ----------
    region
        Countries of the home region.
    roster, partners
        Countries that count as the alliance, and those linked with it by a dated instrument.
    fallen
        Suppliers that fall away in this view.
    """
    if area in fallen:
        return Role.RISK
    if area in region and (area in roster or area in partners):
        return Role.HOME
    if area in roster:
        return Role.MEMBER
    return Role.PARTNER if area in partners else Role.OTHER
