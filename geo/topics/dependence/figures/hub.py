"""Receipts of transit hubs: what they export and import, what they could supply themselves, what is traced on."""

from __future__ import annotations

from collections.abc import Mapping

from geo.evidence import leaf
from geo.evidence.receipt_trade import goods_of
from geo.evidence.rows import Row
from geo.figure.receipt import ASSUMPTION, Receipt, receipt_of
from geo.figure.source import Source
from geo.model.formula import number
from geo.model.line import Input
from geo.model.supply import TradeBasis
from geo.model.trace import Traced, cell, named, total
from geo.model.transit import Hub, excess_of, in_goods, supplied, traced_part
from geo.topics.dependence.answer.trade import Traded


def exports_receipt(held: Traded, hub: Hub, names: Mapping[str, str]) -> Receipt:
    """Return how the exports of a hub came about."""
    return _receipt(held, hub, names, _moved(held, hub, names, exports=True))


def bought_receipt(held: Traded, hub: Hub, names: Mapping[str, str]) -> Receipt:
    """Return how the imports of a hub came about."""
    return _receipt(held, hub, names, _moved(held, hub, names, exports=False))


def own_supply_receipt(held: Traded, hub: Hub, names: Mapping[str, str]) -> Receipt | None:
    """Return how the own supply of a hub came about; None where nobody prints any."""
    own = _own_supply(held, hub, names)
    return None if own is None else _receipt(held, hub, names, own)


def excess_receipt(held: Traded, hub: Hub, names: Mapping[str, str]) -> Receipt | None:
    """Return how many times its own supply a hub exports; None where that is not known."""
    own = None if held.excess(hub) is None else _own_supply(held, hub, names)
    return None if own is None else _receipt(held, hub, names, excess_of(_moved(held, hub, names, exports=True), own))


def passed_on_receipt(held: Traded, hub: Hub, names: Mapping[str, str]) -> Receipt | None:
    """Return how the traced part of a hub's exports came about; None where its own supply is weighed in dollars."""
    if hub.own_supply_t > 0 and held.excess(hub) is None:
        return None
    exports, imports = (_moved(held, hub, names, exports=exports) for exports in (True, False))
    own = _own_supply(held, hub, names) or Traced(0.0)
    return _receipt(held, hub, names, traced_part(exports, imports, own))


def _moved(held: Traded, hub: Hub, names: Mapping[str, str], *, exports: bool) -> Traced:
    """Return the flows of a hub as reported, added up."""
    flows = [
        flow
        for flow in held.reported.flows
        if flow.exporter != flow.importer and hub.area == (flow.exporter if exports else flow.importer)
    ]
    flows.sort(key=lambda flow: (-flow.value_usd, flow.exporter, flow.importer))
    basis = held.origin.basis
    by_tonnes = basis is TradeBasis.TONNES
    cells = [leaf.flow(held.trade, flow, names, by_tonnes=by_tonnes) for flow in flows]
    moved = total([cell(each) for each in cells if each.value is not None])
    return named("Exports" if exports else "Imports", "sum of its flows", basis.unit, moved)


def _own_supply(held: Traded, hub: Hub, names: Mapping[str, str]) -> Traced | None:
    own, name = held.own, names[hub.area]
    printed, ores = own.output.get(hub.area), own.ores.get(hub.area)
    sources = []
    if printed is not None:
        made = _output(held, printed, name)
        sources.append(
            made if own.contained_share is None else in_goods(made, cell(_contained(held, own.contained_share)))
        )
    if ores is not None:
        sources.append(cell(_ores(held, hub, ores, name)))
    return supplied(sources) if sources else None


def _output(held: Traded, row: Row, name: str) -> Traced:
    """Return the printed output, or the printed share of the largest world output."""
    is_share = bool(row["is_from_share"])
    printed = leaf.published(
        _source(held, row),
        str(row["area"]),
        f"Output of {name}",
        float(row["share"] if is_share else row["quantity_t"]),
        "share" if is_share else "t",
        year=int(row["year"]),
        stage=str(row["stage"]),
        basis=str(row["basis"]),
        printed=f"{row['raw_value']} {row['raw_unit']}".strip(),
        note=f"of {number(row['world_t'])} t, the largest world output that is printed" if is_share else "",
    )
    return cell(printed) * float(row["world_t"]) if is_share else cell(printed)


def _contained(held: Traded, share: float) -> Input:
    return Input(
        code=held.goods.hs6,
        name="Contained tonnes in a tonne of the goods",
        value=share,
        unit="t/t",
        year=None,
        edition="reviewed conversion",
        source_id=ASSUMPTION,
    )


def _ores(held: Traded, hub: Hub, row: Row, name: str) -> Input:
    return leaf.published(
        _source(held, row),
        hub.area,
        f"Ores imported by {name}",
        float(row["quantity_t"]),
        "t",
        year=held.trade.year,
        stage="mined",
        basis="gross weight",
        note="sum of the codes of the ores",
    )


def _source(held: Traded, row: Row) -> Source:
    return next(source for source in held.sources if source.source_id == row["source_id"])


def _receipt(held: Traded, hub: Hub, names: Mapping[str, str], found: Traced) -> Receipt:
    figure = "" if found.name is None else found.name.label
    return receipt_of(f"{figure}, {names[hub.area]}: {goods_of(held.trade)}", found, held.sources, [hub.caveat])
