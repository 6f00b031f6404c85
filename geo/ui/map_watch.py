"""The watch over the live map: what the browser tells of it, and the still that stands in its place when it is gone.

A debt to the inside of the platform, as those of `geo.ui.platform`: its chart neither says that WebGL is missing or was
lost nor draws again when it is back (seen in 1.67; near to streamlit/streamlit#7615), nor tells where a visitor has
moved the map or how large it is. `tests/browser/test_still_in_browser.py` holds what a visitor sees.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from geo.ui.component import own_component
from geo.view.deck import Place
from geo.view.draw import USUAL_BOX
from geo.view.projection import Box
from geo.words.language import say

KEY = "map_watch"
SEEN = "map.seen"
"""Session key: what the browser said last of its map."""
LEAST_PX, MOST_PX, STEP_PX = 240, 2400, 10
"""Sizes of a map that are believed, and the step between them, so that windows of about one size share a picture."""
MOST_RATIO = 2

_HTML = (
    '<figure hidden><figcaption role="status"><span></span> <a href="#figures"></a></figcaption><img alt=""></figure>'
)
_JS = """
function own({ parentElement, data, tell }) {
  const RETRY_MS = 2000, LONGEST_MS = 60000, LOOK_MS = 150, LOOKS = 60, ALIKE = 0.1, CHROME_PX = 310;
  const CHART = "[data-testid=stDeckGlJsonChart]";
  const watch = (window.atlasMap ??= {});
  const host = parentElement.closest(".st-key-map");
  const [figure, said, link, image] = ["figure", "span", "a", "img"].map((name) => parentElement.querySelector(name));
  const chart = () => host.querySelector(CHART);

  const canDraw = () => {
    const context = document.createElement("canvas").getContext("webgl2");
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return Boolean(context);
  };
  const box = () => {
    const drawn = chart()?.querySelector("canvas") && chart().getBoundingClientRect();
    if (drawn?.width && drawn.height) return { width: drawn.width, height: drawn.height };
    return { width: host.clientWidth, height: Math.min(Math.max(innerHeight - CHROME_PX, 340), 900) };
  };
  const placeOf = (canvas) => {
    let node = canvas[Object.keys(canvas).find((key) => key.startsWith("__reactFiber"))];
    while (node && !node.memoizedProps?.viewState) node = node.return;
    const { longitude, latitude, zoom } = node?.memoizedProps.viewState ?? {};
    return [longitude, latitude, zoom].every(Number.isFinite) ? { longitude, latitude, zoom, of: watch.data.view } : null;
  };
  const saySeen = (size) => {
    const seen = () => ({
      lost: watch.isLost, ...size, ratio: devicePixelRatio, at: watch.at?.of === watch.data.view ? watch.at : null,
    });
    tell("seen", seen, () => watch.data === data && figure.isConnected);
  };
  const show = () => {
    const isGone = watch.isLost || Boolean(watch.data.still);
    const place = chart()?.closest("[data-testid=stElementContainer]");
    if (place) place.style.display = isGone ? "none" : "";
    figure.hidden = !isGone;
    said.textContent = data.said;
    image.hidden = !watch.data.still;
    link.textContent = watch.data.still ? data.still_link : data.link;
    if (watch.data.still && image.getAttribute("src") !== watch.data.still) image.src = watch.data.still;
    image.alt = data.alt;
  };
  const retryLater = () => {
    clearTimeout(watch.timer);
    watch.timer = setTimeout(() => watch.retry(), Math.min(RETRY_MS * 2 ** watch.tries, LONGEST_MS));
  };
  const fitLater = (looks) => {
    // The chart is there before its size: look until two looks agree, then ask once for each view.
    const [now, last] = [box(), watch.size];
    watch.size = now;
    const isSteady = chart()?.querySelector("canvas") && last && now.width === last.width && now.height === last.height;
    if (!isSteady) return looks && setTimeout(() => watch.data === data && fitLater(looks - 1), LOOK_MS);
    const off = Math.max(Math.abs(now.width / data.width - 1), Math.abs(now.height / data.height - 1));
    if (off <= ALIKE || watch.fitted === data.view) return;
    watch.fitted = data.view;
    saySeen(now);
  };

  watch.data = data;
  watch.lose = (canvas) => {
    const size = box();
    watch.at = placeOf(canvas);
    watch.isLost = true;
    watch.tries = 0;
    show();
    saySeen(size);
    retryLater();
  };
  watch.retry = () => {
    if (!watch.isLost || !figure.isConnected) return;
    // The dead chart must be gone before a new one can take its place.
    if (!watch.data.still) return retryLater();
    if (!canDraw()) {
      watch.tries += 1;
      return retryLater();
    }
    watch.isLost = false;
    saySeen({ width: watch.data.width, height: watch.data.height });
  };
  link.onclick = (event) => {
    const table = [...document.querySelectorAll("[data-testid=stDataFrame]")]
      .find((each) => figure.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
    event.preventDefault();
    table?.scrollIntoView({ block: "center" });
    table?.querySelector("canvas")?.focus({ preventScroll: true });
  };
  if (watch.isLost === undefined) {
    watch.isLost = !canDraw();
    watch.tries = 0;
    const isOurs = (event) => event.target.isConnected && event.target.closest?.(CHART);
    for (const name of ["webglcontextlost", "webglcontextcreationerror"]) {
      document.addEventListener(name, (event) => {
        if (!isOurs(event) || watch.isLost) return;
        event.preventDefault();
        watch.lose(event.target);
      }, true);
    }
    document.addEventListener("webglcontextrestored", () => watch.retry(), true);
    document.addEventListener("visibilitychange", () => document.hidden || watch.retry());
  }
  show();
  if (watch.isLost && !data.still) saySeen(box());
  if (watch.isLost) retryLater();
  else if (data.still) saySeen({ width: data.width, height: data.height });
  else if (data.sized) fitLater(LOOKS);
}
"""

_watch = own_component(KEY, html=_HTML, js=_JS, isolated=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the browser says of its map.

    Attributes
    ----------
    is_lost
        Whether it cannot draw the live map now.
    box
        Size of the map on the page, in CSS pixels.
    pixel_ratio
        Pixels of the screen for each of these.
    at
        Where the map stood when it was lost; None if it was not, or stood in another view.
    view
        Name of the view in which it stood there.
    """

    is_lost: bool = False
    box: Box = USUAL_BOX
    pixel_ratio: int = 1
    at: Place | None = None
    view: str = ""


def seen_map(view: str) -> Seen:
    """Return what the browser said last of the map.

    Parameters
    ----------
    view
        Name of the view that is shown now; where a map of another view stood is forgotten.
    """
    seen: Seen = st.session_state.get(SEEN, Seen())
    if seen.at is not None and seen.view != view:
        seen = st.session_state[SEEN] = replace(seen, at=None)
    return seen


def watch_map(seen: Seen, view: str, *, alt: str, still: str | None, is_sized: bool) -> None:
    """Stand under the map, and in its place while it is gone.

    Parameters
    ----------
    seen
        What the map that is shown was made for.
    view
        Name of the view that is shown.
    alt
        Text for screen readers.
    still
        Address of the picture that stands for the map; None where the live map is drawn.
    is_sized
        Whether the view depends on the size of the map.
    """
    data = {
        "view": view,
        "alt": alt,
        "still": still,
        "sized": is_sized,
        "width": seen.box.width,
        "height": seen.box.height,
        "said": say("This browser cannot draw the live map: WebGL is off or was lost."),
        "link": say("The same figures are in the table below."),
        "still_link": say("This is a still map; the same figures are in the table below."),
    }
    _watch(key=KEY, data=data, on_seen_change=_take)


def seen_of(said: Any) -> Seen | None:
    """Return what the browser said, or None where it said nothing that a map of ours could say.

    Sizes are held within what a screen can have, so that nobody can ask for a picture that fills the memory.
    """
    if not isinstance(said, Mapping) or not isinstance(said.get("lost"), bool):
        return None
    numbers = [_number(said.get(name)) for name in ("width", "height", "ratio")]
    if None in numbers:
        return None
    width, height, ratio = (number or 0.0 for number in numbers)
    place = said.get("at")
    at = _place_of(place) if isinstance(place, Mapping) else None
    view = str(place.get("of", "")) if isinstance(place, Mapping) else ""
    return Seen(said["lost"], Box(_held(width), _held(height)), min(max(math.ceil(ratio), 1), MOST_RATIO), at, view)


def _take() -> None:
    seen = seen_of(st.session_state[KEY].get("seen"))
    if seen is not None:
        st.session_state[SEEN] = seen


def _held(pixels: float) -> float:
    return float(round(min(max(pixels, LEAST_PX), MOST_PX) / STEP_PX) * STEP_PX)


def _place_of(place: Mapping[str, Any]) -> Place | None:
    longitude, latitude, zoom = (_number(place.get(name)) for name in ("longitude", "latitude", "zoom"))
    if longitude is None or latitude is None or zoom is None:
        return None
    return Place(math.remainder(longitude, 360.0), min(max(latitude, -85.0), 85.0), min(max(zoom, 0.0), 7.0))


def _number(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if is_number else None
