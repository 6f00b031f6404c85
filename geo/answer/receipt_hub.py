"""Receipts of transit hubs: what they export and import, what they could supply themselves, what is traced on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.answer.dependence_trade import Traded
from geo.answer.receipt_trade import flow_cell
from geo.answer.rows import Row
from geo.figure.receipt import ASSUMPTION, Receipt, cited
from geo.model.formula import number, part, total
from geo.model.supply import TradeBasis
from geo.model.trace import Input, Step
from geo.model.transit import Hub

EXPORTS, IMPORTS = "Exports", "Imports"
OWN_SUPPLY, EXCESS = "Own supply at most", "Exports over own supply"
TRACED = "Part of the exports that its imports account for"


def exports_receipt(held: Traded, hub: Hub, names: Mapping[str, str]) -> Receipt:
    """Return how the exports of a hub came about."""
    cells = _cells(held, hub, names, exports=True)
    return _receipt(held, hub, names, EXPORTS, [_sum(EXPORTS, cells, hub.exports)], cells)


def bought_receipt(held: Traded, hub: Hub, names: Mapping[str, str]) -> Receipt:
    """Return how the imports of a hub came about."""
    cells = _cells(held, hub, names, exports=False)
    return _receipt(held, hub, names, IMPORTS, [_sum(IMPORTS, cells, hub.imports)], cells)


def own_supply_receipt(held: Traded, hub: Hub, names: Mapping[str, str]) -> Receipt | None:
    """Return how the own supply of a hub came about; None where nobody prints any."""
    steps = _own_supply(held, hub)
    cells = _own_cells(held, hub, names)
    return _receipt(held, hub, names, OWN_SUPPLY, steps, cells) if steps else None


def excess_receipt(held: Traded, hub: Hub, names: Mapping[str, str]) -> Receipt | None:
    """Return how many times its own supply a hub exports; None where that is not known."""
    excess = held.excess(hub)
    if excess is None:
        return None
    sold = _cells(held, hub, names, exports=True)
    steps = [
        _sum(EXPORTS, sold, hub.exports),
        *_own_supply(held, hub),
        Step(EXCESS, "exports over own supply", part([hub.exports], hub.own_supply_t), excess, "times"),
    ]
    return _receipt(held, hub, names, EXCESS, steps, (*sold, *_own_cells(held, hub, names)))


def passed_on_receipt(held: Traded, hub: Hub, names: Mapping[str, str]) -> Receipt | None:
    """Return how the traced part of a hub's exports came about; None where its own supply is weighed in dollars."""
    if hub.own_supply_t > 0 and held.excess(hub) is None:
        return None
    sold, bought = (_cells(held, hub, names, exports=exports) for exports in (True, False))
    own = number(hub.own_supply_t)
    steps = [
        _sum(EXPORTS, sold, hub.exports),
        _sum(IMPORTS, bought, hub.imports),
        *_own_supply(held, hub),
        Step(
            TRACED,
            "imports over exports, or over own supply and imports where these are more",
            f"{number(hub.imports)} / max({number(hub.exports)}, {own} + {number(hub.imports)})",
            hub.traced_share,
            "share",
        ),
    ]
    return _receipt(held, hub, names, TRACED, steps, (*sold, *bought, *_own_cells(held, hub, names)))


def _sum(label: str, cells: Sequence[Input], amount: float) -> Step:
    values = [cell.value for cell in cells if cell.value is not None]
    return Step(label, "sum of its flows", total(values), amount, cells[0].unit)


def _cells(held: Traded, hub: Hub, names: Mapping[str, str], *, exports: bool) -> list[Input]:
    """Return the flows of a hub as reported."""
    flows = [
        flow
        for flow in held.reported.flows
        if flow.exporter != flow.importer and hub.area == (flow.exporter if exports else flow.importer)
    ]
    flows.sort(key=lambda flow: (-flow.value_usd, flow.exporter, flow.importer))
    return [flow_cell(flow, held.trade, names, by_tonnes=held.origin.basis is TradeBasis.TONNES) for flow in flows]


def _own_supply(held: Traded, hub: Hub) -> list[Step]:
    own = held.own
    printed, ores = own.output.get(hub.area), own.ores.get(hub.area)
    terms = []
    if printed is not None:
        made = f"{number(printed['share'])} × {number(printed['world_t'])}" if printed["is_from_share"] else ""
        made = made or number(printed["quantity_t"])
        terms.append(made if own.contained_share is None else f"{made} / {number(own.contained_share)}")
    if ores is not None:
        terms.append(number(ores["quantity_t"]))
    if not terms:
        return []
    rule = (
        "the largest output that any publisher prints for it, over the contained tonnes in a tonne of the goods where "
        "that is held, and all ores that it imports"
    )
    return [Step(OWN_SUPPLY, rule, " + ".join(terms), hub.own_supply_t, "t")]


def _own_cells(held: Traded, hub: Hub, names: Mapping[str, str]) -> list[Input]:
    own, name = held.own, names[hub.area]
    printed, ores = own.output.get(hub.area), own.ores.get(hub.area)
    found = []
    if printed is not None:
        found.append(_output_cell(held, printed, name))
    if printed is not None and own.contained_share is not None:
        found.append(
            Input(
                code=held.goods.hs6,
                name="Contained tonnes in a tonne of the goods",
                value=own.contained_share,
                unit="t/t",
                year=None,
                edition="reviewed conversion",
                source_id=ASSUMPTION,
            )
        )
    if ores is not None:
        found.append(
            Input(
                code=hub.area,
                name=f"Ores imported by {name}",
                value=float(ores["quantity_t"]),
                unit="t",
                year=held.trade.year,
                stage="mined",
                basis="gross weight",
                edition=_edition(held, ores),
                source_id=str(ores["source_id"]),
                note="sum of the codes of the ores",
            )
        )
    return found


def _output_cell(held: Traded, row: Row, name: str) -> Input:
    is_share = bool(row["is_from_share"])
    return Input(
        code=str(row["area"]),
        name=f"Output of {name}",
        value=float(row["share"] if is_share else row["quantity_t"]),
        unit="share" if is_share else "t",
        year=int(row["year"]),
        stage=str(row["stage"]),
        basis=str(row["basis"]),
        printed=f"{row['raw_value']} {row['raw_unit']}".strip(),
        edition=_edition(held, row),
        source_id=str(row["source_id"]),
        note=f"of {number(row['world_t'])} t, the largest world output that is printed" if is_share else "",
    )


def _edition(held: Traded, row: Row) -> str:
    return next(source.edition for source in held.sources if source.source_id == row["source_id"])


def _receipt(
    held: Traded, hub: Hub, names: Mapping[str, str], figure: str, steps: Sequence[Step], cells: Sequence[Input]
) -> Receipt:
    trade = held.trade
    title = f"{figure}, {names[hub.area]}: {trade.code.form}, HS {trade.code.hs6}, {trade.year}"
    return Receipt(title, tuple(steps), tuple(cells), cited(cells, held.sources), (hub.caveat,))
