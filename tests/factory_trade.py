"""Trade of the tiny set: a year that is complete, one that is pruned, a source of a part of the world."""

from __future__ import annotations

FLOWS = (
    # Code, exporter, importer, value and tonnes of each flow.
    ("282200", "COD", "NAM", 140e6, 14_000.0),
    ("282200", "NAM", "CHN", 70e6, 8_000.0),
    ("282200", "FIN", "USA", 30e6, 1_000.0),
    ("282200", "CHN", "USA", 20e6, 900.0),
    ("282200", "FIN", "DEU", 10e6, 300.0),
    ("282200", "JPN", "USA", 5e6, None),
    ("811292", "DEU", "USA", 100e6, 90.0),
)


def trade_rows() -> dict[str, list[dict[str, object]]]:
    world = {"source_id": "baci-test", "nomenclature": "HS17"}
    names = ("hs6", "exporter_iso3", "importer_iso3", "value_usd", "quantity_t")
    flows = [{**dict(zip(names, row, strict=True)), **world, "year": 2024} for row in FLOWS]
    flows += [{**row, "year": 2023, "quantity_t": None} for row in flows[:2]]
    partial = {**flows[1], "source_id": "asean-test", "nomenclature": "HS07", "exporter_iso3": "IDN", "value_usd": 1e6}
    flows.append(partial)
    keys = ("source_id", "nomenclature", "year", "hs6")
    scopes = {("baci-test", 2024): "complete", ("baci-test", 2023): "pruned", ("asean-test", 2024): "partial"}
    groups: dict[tuple[object, ...], list[dict[str, object]]] = {}
    for row in flows:
        groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    return {
        "hs_code": [
            {
                "hs6": hs6,
                "description": description,
                "revision": "HS17",
                "mineral_text": mineral,
                "stage": stage,
                "is_waste": False,
                "is_pure": is_pure,
                "lists": "test",
                "source_id": "geo-test",
            }
            for hs6, description, mineral, stage, is_pure in (
                ("282200", "Cobalt oxides and hydroxides", "cobalt", "intermediate", True),
                ("811292", "Gallium, germanium and others", "gallium, germanium", "refined", False),
                ("810520", "Cobalt mattes and unwrought cobalt", "cobalt", "refined", True),
            )
        ],
        "trade_code": [
            {"mineral": "cobalt", "stage": "refined", "hs6": hs6, "form": form, "note": "test"}
            for hs6, form in (("282200", "oxides and hydroxides"), ("810520", "unwrought"))
        ],
        "trade_flow": flows,
        "trade_coverage": [
            {
                **dict(zip(keys, key, strict=True)),
                "scope": scopes[(str(key[0]), int(str(key[2])))],
                "has_quantity": any(row["quantity_t"] is not None for row in group),
                "flows": len(group),
                "left_out_usd": 0.0,
                "value_usd": sum(float(str(row["value_usd"])) for row in group),
                "quantity_t": sum(float(str(row["quantity_t"])) for row in group if row["quantity_t"] is not None)
                or None,
            }
            for key, group in groups.items()
        ],
    }
