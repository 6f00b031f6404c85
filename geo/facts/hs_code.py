"""Customs codes of this project: those of the compiled lists, and those of trade held that no list names."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.errors import DataContractError
from geo.facts.dataset import Inputs, coded
from geo.schema.codes import Stage
from geo.schema.tables_reference import EXTRA_CODE, HS_CODE
from geo.sources import baci_hs92, baci_sample
from geo.sources.published import published_file, read_text_table

HS_SOURCE_ID = "hs-codes-compiled-2026"

HS_COLUMNS = ["hs6", "revision", "description", "mineral", "stage", "pure", "source_list", "note"]

WASTE = "waste"
STAGES = {
    "ore/concentrate": Stage.MINED,
    "intermediate": Stage.INTERMEDIATE,
    "refined": Stage.REFINED,
    "product": Stage.PRODUCT,
}
"""Stages by the words of the compiled lists; waste and scrap stand at none."""


def read_hs_codes(raw: Path) -> pd.DataFrame:
    """Return one row a code, all text as compiled.

    Columns: hs6 (six digits), revision (``HS92-HS22``), description, mineral, stage (ore/concentrate, intermediate,
    refined, product or waste), pure (yes or no), source_list and note (may be empty text). Which delivered file has
    the code is not read: the trade files themselves say that.
    """
    path = published_file(raw, "hs_codes", "hs_codes.csv")
    return read_text_table(path, HS_COLUMNS).loc[:, HS_COLUMNS]


def hs_code_table(inputs: Inputs) -> pd.DataFrame:
    """Return the rows of ``hs_code``.

    Raises
    ------
    SourceError
        If a publisher's file is missing or altered.
    DataContractError
        If a code added by this project stands in a compiled list, or in no table of goods that is held.
    """
    published = read_hs_codes(inputs.raw)
    is_waste = published["stage"] == WASTE
    stages = coded(published["stage"][~is_waste], STAGES, "hs_codes.csv: stage")
    listed = pd.DataFrame(
        {
            "hs6": published["hs6"],
            "description": published["description"],
            "revision": published["revision"],
            "mineral_text": published["mineral"],
            "stage": stages.reindex(published.index),
            "is_waste": is_waste,
            "is_pure": coded(published["pure"], {"yes": True, "no": False}, "hs_codes.csv: purity"),
            "lists": published["source_list"],
            "note": published["note"].mask(published["note"] == ""),
            "source_id": HS_SOURCE_ID,
        }
    )
    extra = _extra_codes(inputs)
    known = sorted(set(extra["hs6"]) & set(listed["hs6"]))
    if known:
        message = f"extra_code.csv: {', '.join(known)} stand in the compiled lists already; take them out"
        raise DataContractError([message])
    return pd.concat([listed, extra], ignore_index=True).loc[:, HS_CODE.column_names]


def _extra_codes(inputs: Inputs) -> pd.DataFrame:
    """Return the codes of `EXTRA_CODE` with the text of the newest of the publisher's tables of goods that has them."""
    own = inputs.reviewed(EXTRA_CODE)
    texts = {
        module.NOMENCLATURE: module.read_product_texts(inputs.raw).set_index("hs6")["description"]
        for module in (baci_hs92, baci_sample)
    }
    absent = sorted(code for code in own["hs6"] if not any(code in held.index for held in texts.values()))
    if absent:
        message = f"no table of goods that is held has the codes {', '.join(absent)} of extra_code.csv; correct them"
        raise DataContractError([message])
    editions = {code: [edition for edition, held in texts.items() if code in held.index] for code in own["hs6"]}
    is_newest_17 = own["hs6"].map(lambda code: baci_sample.NOMENCLATURE in editions[code])
    note = own["note"].fillna("").map(lambda text: f"{text}; " if text else "")
    return own.assign(
        description=[str(texts[editions[code][-1]][code]) for code in own["hs6"]],
        revision=[", ".join(editions[code]) for code in own["hs6"]],
        lists="none found",
        note=note + "added by this project; the editions beside these were not looked up",
        source_id=is_newest_17.map({True: baci_sample.SOURCE_ID, False: baci_hs92.SOURCE_ID}),
    )
