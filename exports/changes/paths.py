"""Where the pages and files about changes lie in a release; ``{}`` stands for the language."""

from typing import Final

from exports.formats import ACTIVITY_STREAMS, ATOM, JSON_LINES, NQUADS, TURTLE

FOLDER: Final = "changes"
RELEASES: Final = f"{FOLDER}/index.json"
LOG: Final = f"{FOLDER}/log/{{}}.{JSON_LINES.suffix}"
ENTITIES: Final = f"{FOLDER}/entities.{JSON_LINES.suffix}"
TOMBSTONES: Final = f"{FOLDER}/tombstones.json"
ACTIVITY: Final = f"{FOLDER}/activity.{ACTIVITY_STREAMS.suffix}"
ACTIVITY_PAGE: Final = f"{FOLDER}/activity/{{}}.{ACTIVITY_STREAMS.suffix}"
STREAM: Final = f"{FOLDER}/ldes.{TURTLE.suffix}"
STREAM_PAGE: Final = f"{FOLDER}/ldes/{{}}.{NQUADS.suffix}"

FEED: Final = f"feed.{{}}.{ATOM.suffix}"
FEED_DEFAULT: Final = f"feed.{ATOM.suffix}"
PAGE: Final = "{}/changes/index.html"
RELEASE_PAGE: Final = "{{}}/changes/{}.html"
RELEASE_CONTINUED: Final = "{{}}/changes/{}-{}.html"
HISTORY: Final = "{{}}/changes/{}.html"
"""Of one entity, by its path."""
