"""Copy the few third-party front-end files the pages need out of node_modules, with their licences.

Run after `npm ci`. Nothing is bundled; a file is written only when it differs, so a second run is quick.
Source map comments are dropped and the icon font keeps only its woff2: the manifest storage wants every address to
exist.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src/zhanggui/ui/static/vendor"
FONTS = ROOT / "src/zhanggui/papers/fonts"

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
    "LICENSE_FONT.txt": "@expo-google-fonts/noto-sans-sc/LICENSE_FONT",
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


def copy_files(files: dict[str, str], target: Path) -> int:
    """Each file of `files` is in `target` as it is in node_modules. Returns how many were written."""
    written = 0
    for name, origin in files.items():
        content = cleaned(name, (MODULES / origin).read_bytes())
        place = target / name
        if place.exists() and place.read_bytes() == content:
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        written += 1
    return written


def main() -> None:
    if not MODULES.is_dir():
        sys.exit("node_modules is missing: run `npm ci` first.")
    written = copy_files(PAGE_FILES, VENDOR) + copy_files(PAPER_FILES, FONTS)
    print(f"front-end files: {len(PAGE_FILES) + len(PAPER_FILES)} in place, {written} written")


if __name__ == "__main__":
    main()
